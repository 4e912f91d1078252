using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Profiles;

namespace BackupAccess.Engine.Access;

/// <summary>The object that a question about access names, one at most.</summary>
internal sealed record AccessTarget(ISubject Subject)
{
    /// <exception cref="InvalidRequestException">Several are named.</exception>
    public static void RequireOne(params ReadOnlySpan<object?> named)
    {
        int count = 0;
        foreach (object? one in named)
        {
            count += one is null ? 0 : 1;
        }

        if (count > 1)
        {
            throw new InvalidRequestException("InvalidValue", "One connector, account, backup or profile is asked about at a time.");
        }
    }

    /// <exception cref="NotFoundException">There is no such object, or none that the asker may know of.</exception>
    public static AccessTarget Find(
        OperationContext context, ConnectorReference? connector, AccountReference? account, BackupReference? backup, ProfileReference? profile) =>
        new(connector is not null ? ConnectorLookup.Find(context, connector)
            : account is not null ? AccountLookup.Find(context, account)
            : backup is not null ? BackupLookup.Find(context, backup)
            : profile is not null ? ProfileLookup.Find(context, profile)
            : new NoSubject());

    public TargetKind Kind => Subject switch
    {
        ConnectorRow => TargetKind.Connector,
        AccountRow => TargetKind.Account,
        BackupSubject => TargetKind.Backup,
        ProfileRow => TargetKind.Profile,
        _ => TargetKind.None,
    };

    /// <summary>The account, or the one that the backup is of, could be given an owner.</summary>
    public bool IsOwnable => Subject is AccountRow or BackupSubject;

    /// <summary>
    /// As the door would decide it: an operation on nothing in particular is decided on nothing, and one on accounts
    /// that is asked about on a connector, on an account there that nobody owns.
    /// </summary>
    public Target[] For(Handler operation) =>
        operation.Targets is [TargetKind.None] ? [Target.None]
        : Subject is ConnectorRow connector && operation.Targets.Any(kind => kind is TargetKind.Account or TargetKind.Backup)
            ? [Target.OfAccount((int)connector.Number, connector.IsOpenLegacy, owner: Guid.Empty)]
        : Subject.Targets;
}
