using System.Text.Json.Nodes;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Commands;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Plugins;

/// <summary>Asks plug-ins of the list about an account.</summary>
internal static class PluginUse
{
    /// <exception cref="StateException">There is no such plug-in, or the list can't be read.</exception>
    public static AllowedCommand Require(EngineServices services, string plugin) => CommandList.Require(services.Folder.Path, plugin, CommandPurpose.Plugin);

    /// <param name="services">Whose list of commands.</param>
    /// <param name="plugin">The plug-in.</param>
    /// <param name="operation">What it is asked for.</param>
    /// <param name="account">About which account.</param>
    /// <param name="document">What it is told.</param>
    /// <param name="mark">What its processes are known by.</param>
    /// <param name="cancellationToken">Has it ended.</param>
    /// <exception cref="PluginException">It can't be asked for that, couldn't be run, took too long, or failed: with what it said.</exception>
    /// <exception cref="StateException">Its files aren't there, or others could have changed them.</exception>
    public static Task<PluginAnswer> AskAsync(
        EngineServices services, AllowedCommand plugin, string operation, AccountRow account, JsonObject document, string mark, CancellationToken cancellationToken)
    {
        PluginTerm term = plugin.Plugin!.Find(operation) ?? throw new PluginException($"The plug-in \"{plugin.Name}\" has no operation \"{Names.Printable(operation)}\".");
        return PluginRun.RunAsync(plugin, term, UserOf(services, plugin, account), document, mark, cancellationToken);
    }

    /// <summary>Whom it runs as. A folder may bear the name of any user: only an account of the system is one.</summary>
    private static PasswordEntry? UserOf(EngineServices services, AllowedCommand plugin, AccountRow account)
    {
        if (plugin.Plugin!.User is not { } name)
        {
            return null;
        }

        bool isAccount = name == PluginTerms.AccountUser;
        PasswordEntry? user = PasswordDatabase.Read().FirstOrDefault(entry => isAccount ? entry.Name == account.AccountName && entry.Uid == account.Uid : entry.Name == name);
        if (user is null || (isAccount && !IsOfSystem(services, account)))
        {
            throw new PluginException($"There is no user \"{(isAccount ? account.AccountName : name)}\" to run the plug-in \"{plugin.Name}\" as.");
        }

        return Environment.IsPrivilegedProcess
            ? user
            : throw new PluginException($"The plug-in \"{plugin.Name}\" can't be run as \"{user.Name}\" by who isn't root.");
    }

    private static bool IsOfSystem(EngineServices services, AccountRow account)
    {
        using StateConnection db = services.Database.Connect();
        return ConnectorStore.FindEver(db, Guid.Parse(account.ConnectorId))?.ConnectorKind == ConnectorKind.Linux;
    }
}
