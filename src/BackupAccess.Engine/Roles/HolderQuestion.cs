using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Roles;

/// <summary>Asks for those who hold a role and no other that makes connector grants count.</summary>
/// <param name="Role">The role.</param>
/// <param name="Others">The other roles that make grants count.</param>
/// <param name="Now">The moment at which they hold it.</param>
internal sealed record HolderQuestion(string Role, IReadOnlyList<string> Others, long Now)
{
    public long Never { get; } = UnixTime.Never;
}
