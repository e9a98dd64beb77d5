using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace CustomerIo.Resilience.Generators.Tests.Support;

/// <summary>An additional file.</summary>
internal sealed class TextFile(string path, string text) : AdditionalText
{
    public override string Path => path;

    public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
}
