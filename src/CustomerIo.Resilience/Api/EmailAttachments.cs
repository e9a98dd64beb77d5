using CustomerIo.Resilience.Track;

namespace CustomerIo.Resilience.Api;

/// <summary>The files attached to an email, each under a name of its own; together less than 2 MB.</summary>
public sealed class EmailAttachments
{
    private readonly Dictionary<string, string> _files = new(StringComparer.Ordinal);
    private long _bytes;

    /// <summary>How many files there are.</summary>
    public int Count => _files.Count;

    /// <summary>Attaches bytes.</summary>
    /// <param name="name">The file's name with its extension.</param>
    /// <param name="content">The file as it is; it is sent as Base64.</param>
    /// <exception cref="ArgumentException">The name is taken, or the files come to 2 MB.</exception>
    public void Add(string name, ReadOnlyMemory<byte> content)
    {
        RequireNew(name);
        RequireRoom(content.Length, nameof(content));
        _files.Add(name, Convert.ToBase64String(content.Span));
        _bytes += content.Length;
    }

    /// <summary>Attaches what is left of a stream.</summary>
    /// <param name="name">The file's name with its extension.</param>
    /// <param name="content">Read to its end, or until the files come to 2 MB; not disposed.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ArgumentException">The name is taken, or the files come to 2 MB.</exception>
    public async Task AddAsync(string name, Stream content, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        RequireNew(name);
        byte[] buffer = new byte[81_920];
        using MemoryStream copy = new();
        int read;
        while ((read = await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            RequireRoom(copy.Length + read, nameof(content));
            await copy.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
        }

        Add(name, copy.GetBuffer().AsMemory(0, (int)copy.Length));
    }

    /// <summary>Attaches a file under its own name.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="ArgumentException">The name is taken, or the files come to 2 MB.</exception>
    public async Task AddFileAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        FileStream file = File.OpenRead(path);
        await using (file.ConfigureAwait(false))
        {
            await AddAsync(System.IO.Path.GetFileName(path), file, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Attaches what is Base64 already.</summary>
    /// <param name="name">The file's name with its extension.</param>
    /// <param name="base64">The file as Base64.</param>
    /// <exception cref="ArgumentException">
    /// The name is taken, the files come to 2 MB, or <paramref name="base64"/> is not Base64.
    /// </exception>
    public void AddBase64(string name, string base64)
    {
        ArgumentNullException.ThrowIfNull(base64);
        RequireNew(name);
        if (!System.Buffers.Text.Base64.IsValid(base64, out int length))
        {
            throw new ArgumentException("The content is not Base64. Use Add for bytes as they are.", nameof(base64));
        }

        RequireRoom(length, nameof(base64));
        _files.Add(name, base64);
        _bytes += length;
    }

    internal void Write(ref JsonFields fields)
    {
        if (_files.Count > 0)
        {
            fields.Strings("attachments"u8, _files);
        }
    }

    private void RequireNew(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (_files.ContainsKey(name))
        {
            throw new ArgumentException("An attachment of this name is there already. Rename it.", nameof(name));
        }
    }

    private void RequireRoom(long bytes, string parameterName) =>
        Limits.Require(SendLimits.CheckAttachments(_bytes + bytes), parameterName);
}
