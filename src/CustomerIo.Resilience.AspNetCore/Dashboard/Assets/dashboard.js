// Keeps the overview up to date. The server sends the changing part as markup; only sections that differ are replaced, so
// that reading aids announce a new state once and a selection elsewhere stays.
(() => {
  const live = document.getElementById('live');
  if (!live) {
    return;
  }

  const connection = document.getElementById('connection');
  const tell = text => {
    if (connection.textContent !== text) {
      connection.textContent = text;
    }
  };

  const source = new EventSource(live.dataset.source);
  source.onopen = () => tell('Live.');
  source.onerror = () => tell('The connection is lost; trying again. What you see may be old.');
  source.onmessage = message => {
    const next = new DOMParser().parseFromString(message.data, 'text/html');
    for (const section of [...next.body.children]) {
      const shown = document.getElementById(section.id);
      if (shown && shown.outerHTML !== section.outerHTML) {
        shown.replaceWith(section);
      }
    }
  };
})();
