using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Profiles;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Access;

/// <summary>What a question about access names: one thing at most, and a user besides, as in the grant of a connector to one.</summary>
internal sealed record TargetNames(ConnectorReference? Connector, AccountReference? Account, BackupReference? Backup, ProfileReference? Profile)
{
    public string? Storage { get; init; }

    public string? Setting { get; init; }

    public Guid? Approval { get; init; }

    public UserReference? User { get; init; }

    /// <exception cref="InvalidRequestException">Several things are named.</exception>
    public void RequireOne()
    {
        object?[] things = [Connector, Account, Backup, Profile, Storage, Setting, Approval];
        if (things.Count(thing => thing is not null) > 1)
        {
            throw new InvalidRequestException("InvalidValue", "One connector, account, backup, profile, storage, setting or request for approval is asked about at a time.");
        }
    }
}
