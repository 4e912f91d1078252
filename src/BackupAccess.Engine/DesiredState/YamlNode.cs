namespace BackupAccess.Engine.DesiredState;

/// <summary>A value in a document, with where it stands (line and column from 1).</summary>
internal abstract record YamlNode(int Line, int Column)
{
    /// <summary>Text as written. A plain scalar may be a number, a boolean or null; a quoted one is text.</summary>
    internal sealed record Scalar(string Text, bool Quoted, int Line, int Column) : YamlNode(Line, Column);

    internal sealed record List(IReadOnlyList<YamlNode> Items, int Line, int Column) : YamlNode(Line, Column);

    /// <summary>Keys in the order written; no key stands twice.</summary>
    internal sealed record Map(IReadOnlyList<KeyValuePair<Scalar, YamlNode>> Entries, int Line, int Column) : YamlNode(Line, Column);
}
