using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Connectors;

namespace BackupAccess.PowerShell.Accounts;

/// <summary>Which accounts are meant where an account, a connector or both are named.</summary>
internal static class AccountSelection
{
    /// <summary>What a list is asked for: an account's UUID where an object was given, since its name may be another's by now.</summary>
    public static string[] Patterns(IEnumerable<AccountReference> accounts) =>
        [.. accounts.Select(account => account.Id?.ToString() ?? account.Text)];

    /// <summary>The connectors that a list is narrowed to: none where accounts are named, which <see cref="Qualify"/> has put on them.</summary>
    public static string[] ConnectorsBeside(IReadOnlyList<AccountReference> accounts, IReadOnlyList<ConnectorReference> connectors) =>
        accounts.Count > 0 ? [] : [.. connectors.Select(connector => connector.Text)];

    /// <summary>
    /// The accounts as they are where no connector is named; else those of the connectors. An account given as an object
    /// or as connector/name says by itself where it is.
    /// </summary>
    public static IEnumerable<AccountReference> Qualify(IReadOnlyList<AccountReference> accounts, IReadOnlyList<ConnectorReference> connectors) =>
        connectors.Count == 0
            ? accounts
            : accounts.SelectMany(account => account.Id is not null || account.Text.Contains('/', StringComparison.Ordinal)
                ? [account]
                : connectors.Select(connector => new AccountReference($"{connector}/{account}")));
}
