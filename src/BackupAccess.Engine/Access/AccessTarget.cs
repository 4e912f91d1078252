using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Approvals;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Profiles;
using BackupAccess.Engine.Settings;
using BackupAccess.Engine.Storage;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Access;

/// <summary>What a question about access is about.</summary>
/// <param name="Thing">The object named; none for a user alone, or for nothing in particular.</param>
/// <param name="User">The user that the operation would be done to; null where none is named.</param>
internal sealed record AccessTarget(ISubject Thing, UserRow? User)
{
    /// <exception cref="NotFoundException">There is no such object, or none that the asker may know of.</exception>
    /// <exception cref="InvalidRequestException">The operation isn't decided on what is named, or on something that isn't.</exception>
    public static AccessTarget Find(OperationContext context, Handler operation, TargetNames names)
    {
        AccessTarget target = new(FindThing(context, names), names.User is { } user ? UserLookup.Find(context, user) : null);
        AccessTargetRules.Require(operation, target);
        return target;
    }

    public string? Name => User is null ? Thing.Name : Thing is NoSubject ? User.Name : $"{User.Name} on {Thing.Name}";

    public TargetKind Kind => Thing switch
    {
        ConnectorRow => TargetKind.Connector,
        AccountRow => TargetKind.Account,
        BackupSubject => TargetKind.Backup,
        ProfileRow => TargetKind.Profile,
        StorageSubject => TargetKind.Storage,
        SettingSubject => TargetKind.Setting,
        _ => User is null ? TargetKind.None : TargetKind.User,
    };

    /// <summary>The account, or the one that the backup is of, could be given an owner.</summary>
    public bool IsOwnable => Thing is AccountRow or BackupSubject;

    /// <summary>
    /// As the door would decide it for each principal: an operation on accounts that is asked about on a connector, on an
    /// account there that nobody owns.
    /// </summary>
    public Func<AccessPolicy, Target[]> For(Handler operation)
    {
        if (Thing is NoSubject && User is null && operation.Unnamed == UnnamedTarget.Oneself)
        {
            return policy => [Target.OfUser(policy.UserId, policy.Enabled)];
        }

        Target[] targets = Named(operation);
        return _ => targets;
    }

    private Target[] Named(Handler operation) => (Thing, User) switch
    {
        (NoSubject, null) => [operation.Unnamed == UnnamedTarget.NewUser ? Target.OfUser(Guid.Empty, enabled: true) : Target.None],
        (NoSubject, { } user) => [user.Target],
        (ConnectorRow connector, null) when operation.Targets.Any(kind => kind is TargetKind.Account or TargetKind.Backup) =>
            [Target.OfAccount((int)connector.Number, connector.IsOpenLegacy, owner: Guid.Empty)],
        (var thing, null) => thing.Targets,
        (var thing, { } user) => [user.Target, .. thing.Targets],
    };

    private static ISubject FindThing(OperationContext context, TargetNames names) =>
        names.Connector is { } connector ? ConnectorLookup.Find(context, connector)
        : names.Account is { } account ? AccountLookup.Find(context, account)
        : names.Backup is { } backup ? BackupLookup.Find(context, backup)
        : names.Profile is { } profile ? ProfileLookup.Find(context, profile)
        : names.Storage is { } storage ? FindStorage(context, storage)
        : names.Setting is { } setting ? FindSetting(setting)
        : names.Approval is { } approval ? ApprovalLookup.Find(context, approval)
        : new NoSubject();

    /// <summary>Asking is everybody's, and every storage is as good a target of it: only the right to list them shows one.</summary>
    private static StorageSubject FindStorage(OperationContext context, string name) => context.Allows<ListStorage>(Target.Storage)
        ? StorageCatalogue.Resolve(context, name)
        : throw new NotFoundException("storage", Names.Printable(name)) { IsHidden = StorageCatalogue.Exists(context.Db, name) };

    /// <summary>The names of settings are no secret.</summary>
    private static SettingSubject FindSetting(string name) => KnownSettings.Find(name) is { } setting
        ? new SettingSubject(setting)
        : throw new NotFoundException("setting", Names.Printable(name));
}
