using BackupAccess.Engine.Access;
using BackupAccess.Engine.Settings;

namespace BackupAccess.Engine.DesiredState;

/// <summary>Judges changes. Pure.</summary>
internal static class ChangeSeverity
{
    private const string AdministrativePermission = "RBAC_ADMIN";

    /// <summary>The change with its severity, and what comes of it.</summary>
    /// <param name="change">The change.</param>
    /// <param name="permissionsOf">The permissions of a role, as it will be.</param>
    public static StateChange Judge(StateChange change, Func<string, IEnumerable<string>> permissionsOf)
    {
        (StateSeverity severity, string? consequence) = change.Kind switch
        {
            "user" => OfUser(change, permissionsOf),
            "role" => OfRole(change),
            "permission" => Gained(change, "operations").Length > 0 ? (StateSeverity.Warning, "Roles that hold it gain these operations.") : default,
            "grant" => OfGrant(change),
            "profile assignment" => (StateSeverity.Warning, null),
            "connector" when New(change, "legacy") == "true" => (StateSeverity.Critical, "Every user with a granted reach reaches it."),
            "setting" => KnownSettings.Find(change.Name) is { IsGuarded: true } or { BearsOnAccess: true } ? (StateSeverity.Critical, "It guards or gives access.") : default,
            "policy" when change.Action == StateAction.Change => (StateSeverity.Warning, "Backups that it kept before may go."),
            "account" when change.Fields.Any(field => field.Field == "owner") => (StateSeverity.Warning, null),
            _ => default,
        };
        return change with { Severity = severity, Consequence = consequence };
    }

    private static (StateSeverity, string?) OfUser(StateChange change, Func<string, IEnumerable<string>> permissionsOf)
    {
        string[] roles = Gained(change, "roles");
        if (roles.FirstOrDefault(role => permissionsOf(role).Contains(AdministrativePermission, StringComparer.OrdinalIgnoreCase)) is { } administrative)
        {
            return (StateSeverity.Critical, $"\"{change.Name}\" becomes an administrator of users and roles, by the role \"{administrative}\".");
        }

        if (change.Action == StateAction.Change && New(change, "consoleAccess") == "true")
        {
            return (StateSeverity.Critical, $"\"{change.Name}\" can sign in with a password again.");
        }

        return roles.Length > 0 || change.Fields.Any(field => field.Field == "until") ? (StateSeverity.Warning, null) : default;
    }

    private static (StateSeverity, string?) OfRole(StateChange change)
    {
        string[] permissions = Gained(change, "permissions");
        if (permissions.Contains(AdministrativePermission, StringComparer.OrdinalIgnoreCase))
        {
            return (StateSeverity.Critical, $"Whoever holds \"{change.Name}\" administers users and roles.");
        }

        return permissions.Length > 0 || change.Fields.Any(field => field.Field is "connectors" or "profiles" or "accounts" && field.New != nameof(ConnectorReach.None))
            ? (StateSeverity.Warning, null)
            : default;
    }

    private static (StateSeverity, string?) OfGrant(StateChange change) => change.Action == StateAction.Create
        ? (StateSeverity.Critical, "The connector is open to one user more.")
        : (StateSeverity.Warning, null);

    private static string? New(StateChange change, string field) => change.Fields.FirstOrDefault(one => one.Field == field)?.New;

    /// <summary>The entries of a list that weren't in it before.</summary>
    private static string[] Gained(StateChange change, string field) =>
        change.Fields.FirstOrDefault(one => one.Field == field) is { } list ? [.. Split(list.New).Except(Split(list.Old), StringComparer.OrdinalIgnoreCase)] : [];

    private static string[] Split(string? list) => (list ?? "").Split(", ", StringSplitOptions.RemoveEmptyEntries);
}
