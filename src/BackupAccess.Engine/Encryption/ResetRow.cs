namespace BackupAccess.Engine.Encryption;

/// <summary>A row of the table of resets. Times are microseconds since 1970.</summary>
/// <param name="DueAt">When it takes effect.</param>
/// <param name="Begun">1 from when the key command is about to delete the key.</param>
internal sealed record ResetRow(string AccountId, string RequestedBy, long RequestedAt, long DueAt, long Begun)
{
    public bool IsBegun => Begun != 0;
}
