namespace BackupAccess.Engine.Passwords;

/// <summary>A new password's hash, with what the password was held to.</summary>
internal sealed record CheckedPassword(string Hash, PasswordSubject Against)
{
    /// <summary>Whether the check would come to the same now.</summary>
    public bool IsOf(PasswordSubject now) =>
        Against.Policy == now.Policy && Against.User.PasswordHash == now.User.PasswordHash && Against.Former.SequenceEqual(now.Former);

    // The record's own would print hashes.
    public override string ToString() => "********";
}
