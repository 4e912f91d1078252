namespace BackupAccess.Engine.DesiredState;

/// <summary>Something wrong in a document, at a line and column (both from 1).</summary>
/// <param name="Id">Stable: <c>UnknownField</c>, <c>DuplicateKey</c>, …</param>
public sealed record StateFinding(string Source, int Line, int Column, string Id, string Message)
{
    public override string ToString() => $"{Source}:{Line}:{Column}: {Message}";
}
