using System.Text.Json;
using System.Text.Json.Serialization;
using BackupAccess.Engine.Access;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Approvals;

/// <summary>A target of a request as it is kept. Who owns, who is enabled and what is restricted is asked anew.</summary>
internal sealed partial record FrozenTarget(TargetKind Kind, int Connector, bool OpenLegacy, bool ConnectorRemoved, Guid Owner, int Profile, Guid User, bool UserEnabled)
{
    private bool IsAccount => Kind is TargetKind.Account or TargetKind.Backup;

    public static string Freeze(IEnumerable<Target> targets) => JsonSerializer.Serialize(
        [.. targets.Select(target => new FrozenTarget(
            target.Kind, target.Connector, target.OpenLegacy, target.ConnectorRemoved, target.Owner, target.Profile, target.User, target.UserEnabled))],
        Json.Default.FrozenTargetArray);

    /// <summary>A request's targets as they are now; one that is gone, as it was.</summary>
    public static Target[] Of(StateConnection db, ApprovalRow approval)
    {
        FrozenTarget[] targets = JsonSerializer.Deserialize(approval.Targets, Json.Default.FrozenTargetArray)!;
        AccountRow? account = targets.Count(target => target.IsAccount) == 1 ? AccountOf(db, approval) : null;
        return [.. targets.Select(target => target.Now(db, account))];
    }

    private Target Now(StateConnection db, AccountRow? account) => Kind switch
    {
        TargetKind.Account or TargetKind.Backup => account?.Target ?? LastAccount(),
        TargetKind.Connector => ConnectorStore.FindByNumber(db, Connector)?.Target ?? Target.OfConnector(Connector, OpenLegacy),
        TargetKind.User => UserStore.Find(db, User)?.Target ?? Target.OfUser(User, UserEnabled),
        TargetKind.Profile => Target.OfProfile(Profile),
        TargetKind.Storage => Target.Storage,
        TargetKind.Setting => Target.Setting,
        _ => Target.None,
    };

    private Target LastAccount() =>
        ConnectorRemoved ? Target.OfOrphanOfRemovedConnector(Connector) : Target.OfAccount(Connector, OpenLegacy, Owner);

    private static AccountRow? AccountOf(StateConnection db, ApprovalRow approval) => (approval.SubjectKind, approval.SubjectId) switch
    {
        ("account", { } id) => AccountStore.Find(db, Guid.Parse(id)),
        ("backup", { } id) when BackupStore.Find(db, Guid.Parse(id)) is { } backup => AccountStore.Find(db, Guid.Parse(backup.AccountId)),
        _ => null,
    };

    [JsonSerializable(typeof(FrozenTarget[]))]
    private sealed partial class Json : JsonSerializerContext;
}
