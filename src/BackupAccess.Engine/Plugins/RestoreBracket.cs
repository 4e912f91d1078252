using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Configurations;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Settings;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Plugins;

/// <summary>Restores within the plug-in of the configuration that the backup was made by, as that is today; where that is no more there is none.</summary>
internal static class RestoreBracket
{
    /// <param name="work">The restore, for an account whose lease is held.</param>
    /// <param name="pairs">What the plug-in is asked for.</param>
    /// <param name="restore">What is done in between.</param>
    /// <param name="cancellationToken">Stops it, and has what was begun ended.</param>
    public static async Task RunAsync(RestoreWork work, IReadOnlyList<PluginPair> pairs, Func<CancellationToken, Task> restore, CancellationToken cancellationToken)
    {
        EngineServices services = work.Context.Services;
        BackupRow backup = work.Subject.Backup;
        IBackupBracket[] brackets = PluginOf(services, backup) is { } plugin
            ? [new PluginBracket(services, plugin, new PluginWork(work.Into, backup.Configuration, Job: null, backup.Guid), pairs)]
            : [];
        (_, IReadOnlyList<string> problems) = await BackupBrackets.RunAsync(brackets, DoAsync, cancellationToken).ConfigureAwait(false);
        foreach (string problem in problems)
        {
            work.Tally.Problem(problem);
        }

        async Task<bool> DoAsync(CancellationToken inner)
        {
            await restore(inner).ConfigureAwait(false);
            return true;
        }
    }

    private static string? PluginOf(EngineServices services, BackupRow backup)
    {
        using StateConnection db = services.Database.Connect();
        ConfigurationRow? row = backup.ConfigurationId is { } id ? ConfigurationStore.Find(db, Guid.Parse(id))
            : backup.IsForeign || backup.Configuration is not null ? null
            : KnownSettings.OnDemandConfiguration.Read(db) is { } path ? ConfigurationStore.AtPath(db, path)
            : null;
        return row is { Scope: ConfigurationScope.Configuration } ? EffectiveConfiguration.Of(db, row).Plugin : null;
    }
}
