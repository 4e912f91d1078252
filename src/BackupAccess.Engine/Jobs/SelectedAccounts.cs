using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Configurations;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Jobs;

/// <summary>The accounts that a configuration selects, as far as the caller may know of them.</summary>
internal static class SelectedAccounts
{
    /// <param name="context">The caller.</param>
    /// <param name="configuration">The configuration.</param>
    /// <param name="skipped">Takes the accounts that it names and that aren't there for the caller.</param>
    /// <exception cref="ConflictException">It names no connector.</exception>
    /// <exception cref="NotFoundException">The connector isn't there, or isn't for the caller to know.</exception>
    public static IReadOnlyList<AccountRow> Of(OperationContext context, EffectiveConfiguration configuration, out List<string> skipped)
    {
        ConnectorRow connector = ConnectorOf(context, configuration);
        AccountSelection selection = configuration.Accounts;
        List<AccountRow> accounts = [.. Candidates(context, connector, selection).Where(account => context.MayKnow<ListAccounts>(account.Target))];
        skipped = [.. selection.Literal
            .Where(name => accounts.TrueForAll(account => account.AccountName != name))
            .Select(name => $"{connector.Name}/{name}: there is no such account")];
        return accounts.FindAll(selection.Matches);
    }

    /// <exception cref="ConflictException">The configuration doesn't select the account.</exception>
    public static void Require(EffectiveConfiguration configuration, AccountRow account)
    {
        if (!string.Equals(configuration.Connector, account.Connector, StringComparison.OrdinalIgnoreCase) || !configuration.Accounts.Matches(account))
        {
            throw new ConflictException("NotSelected", $"\"{configuration.Row.Path}\" doesn't select \"{account.Path}\".");
        }
    }

    // A connector may have a hundred thousand accounts, of which a configuration names three.
    private static IEnumerable<AccountRow> Candidates(OperationContext context, ConnectorRow connector, AccountSelection selection) =>
        selection.Names is { } names && names.All(Wildcards.IsLiteral)
            ? names.Distinct(StringComparer.Ordinal).SelectMany(name => AccountStore.FindLive(context.Db, name)).Where(account => account.ConnectorId == connector.Id)
            : AccountStore.LiveOf(context.Db, connector.Guid);

    private static ConnectorRow ConnectorOf(OperationContext context, EffectiveConfiguration configuration) => configuration.Connector is { } name
        ? ConnectorLookup.Find(context, new ConnectorReference(name))
        : throw new ConflictException("ConfigurationIncomplete", $"\"{configuration.Row.Path}\" names no connector, and neither does what stands above it.");
}
