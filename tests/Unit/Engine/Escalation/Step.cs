using BackupAccess.Engine.Access;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.DesiredState;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.Settings;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Tests.Escalation;

/// <summary>What somebody may try, drawn by lot.</summary>
internal static class Step
{
    private static readonly string[] s_permissions =
        ["RBAC_ADMIN", "RBAC_VIEW", "CONNECTOR_ACCESS", "VIEWER", "RESTORE", "BROWSE", "DOWNLOAD", "KEY_EXPORT", "SECURITY_SETTINGS", "ACCOUNT_SELF"];

    private static readonly string[] s_made = ["dan", "eva"];
    private static readonly string[] s_users = [.. EscalationWorld.Members, .. EscalationWorld.Bystanders, .. s_made];
    private static readonly string[] s_declared = ["UserAdmin", "WideAdmin", "HelpDesk", "Granter", "Made"];
    private static readonly string[] s_roles = [.. EscalationWorld.Roles, "Administrator", "Made"];

    private static readonly string[] s_lesser = ["Viewer", "FullSupport", "LimitedSupport"];

    private static readonly (string Name, Func<Random, DateTimeOffset, object> Make)[] s_kinds =
    [
        ("createUser", (random, now) => new CreateUser(Pick(random, s_made), Some(random, s_roles), ConsoleAccess.Off, null, End(random, now))),
        ("updateUser", (random, now) => new UpdateUser(User(random), End(random, now))),
        ("removeUser", (random, _) => new RemoveUser(User(random))),
        ("disableUser", (random, _) => new DisableUser(User(random))),
        ("enableUser", (random, _) => new EnableUser(User(random))),
        ("setConsoleAccess", (random, _) => new SetConsoleAccess(User(random), Pick(random, Enum.GetValues<ConsoleAccess>()))),
        ("setPassword", (random, _) => new SetPassword(User(random), Password: null)),
        ("createAccessKey", (random, now) => new CreateAccessKey(User(random), End(random, now))),
        ("assignRole", (random, now) => new AssignRole(User(random), Pick(random, random.Next(2) == 0 ? s_lesser : s_roles), End(random, now))),
        ("unassignRole", (random, _) => new UnassignRole(User(random), Pick(random, s_lesser))),
        ("createRole", (random, _) => new CreateRole("Made", Some(random, s_permissions), Any<ConnectorReach>(random), Any<ProfileReach>(random), Any<AccountReach>(random))),
        ("updateRole", (random, _) => new UpdateRole(Pick(random, s_declared), Some(random, s_permissions), Any<ConnectorReach>(random), Any<ProfileReach>(random), Any<AccountReach>(random))),
        ("grantConnector", (random, now) => new GrantConnector(User(random), Connector(random), End(random, now))),
        ("revokeConnector", (random, _) => new RevokeConnector(User(random), Connector(random))),
        ("removeConnector", (random, _) => new RemoveConnector(Connector(random))),
        ("setAccountOwner", (random, _) => new SetAccountOwner(new AccountReference(Pick(random, EscalationWorld.Accounts)), User(random))),
        ("applyState", (random, now) => new ApplyState([new StateDocument("access.yaml", "/", Document(random, now))])),
    ];

    /// <summary>What no band of lesser users is ever let do.</summary>
    private static readonly Func<Random, DateTimeOffset, object>[] s_never =
    [
        (random, _) => new UpdateSetting("connectorRoots", [Pick(random, ["/srv", "/etc/x"])]),
        (random, _) => new CreateConnector("made", ConnectorKind.Linux, null, null, Pick(random, Enum.GetValues<ConnectorOrigin>())),
    ];

    public static int Kinds => s_kinds.Length;

    public static string NameOf(int kind) => s_kinds[kind].Name;

    public static (int Kind, Func<IOperationClient, Task<object?>> Act, string Words) Draw(Random random, DateTimeOffset now)
    {
        int kind = random.Next(s_kinds.Length + s_never.Length);
        object request = kind < s_kinds.Length ? s_kinds[kind].Make(random, now) : s_never[kind - s_kinds.Length](random, now);
        return (kind, client => DoAsync(client, (dynamic)request), $"{request}");
    }

    private static async Task<object?> DoAsync<TResult>(IOperationClient client, IOperation<TResult> request) => await client.DoAsync(request);

    private static UserReference User(Random random) => new(Pick(random, s_users));

    private static ConnectorReference Connector(Random random) => new(Pick(random, EscalationWorld.Connectors));

    private static T Pick<T>(Random random, T[] from) => from[random.Next(from.Length)];

    private static T Any<T>(Random random)
        where T : struct, Enum => Pick(random, Enum.GetValues<T>());

    private static string[] Some(Random random, string[] from) => [.. Enumerable.Range(0, random.Next(4)).Select(_ => Pick(random, from)).Distinct()];

    private static DateTimeOffset? End(Random random, DateTimeOffset now) => random.Next(4) switch
    {
        0 => now.AddHours(1),
        1 => now.AddDays(30),
        _ => null,
    };

    private static string Document(Random random, DateTimeOffset now)
    {
        string until = End(random, now) is { } end ? $"\n    until: {end:yyyy-MM-ddTHH:mm:ssZ}" : "";
        return $"""
            apiVersion: backupaccess/v1
            kind: State
            users:
              - name: {Pick(random, s_users)}
                roles: [{string.Join(", ", Some(random, EscalationWorld.Roles))}]
            grants:
              - user: {Pick(random, s_users)}
                connectors: [{Pick(random, EscalationWorld.Connectors)}]{until}
            """;
    }
}
