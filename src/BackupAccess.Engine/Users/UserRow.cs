using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Users;

/// <summary>A row of the user table.</summary>
internal sealed record UserRow(
    string Id,
    string Name,
    long Enabled,
    long ConsoleAccess,
    long ConsoleEpoch,
    string? PasswordHash,
    long? PasswordChangedAt,
    long? Until,
    long CreatedAt) : ISubject
{
    public Guid Guid => Guid.Parse(Id);

    public bool IsEnabled => Enabled != 0;

    public bool HasConsoleAccess => ConsoleAccess != 0;

    public string Kind => "user";

    public Target Target => Target.OfUser(Guid, IsEnabled);

    Target[] ISubject.Targets => [Target];
}
