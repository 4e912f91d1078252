using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Configurations;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Settings;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Plugins;

/// <summary>Restores within the plug-in of the configuration that the backup was made by, as that is today; where that is no more there is none.</summary>
internal static class RestoreBracket
{
    /// <param name="services">Whose list of commands.</param>
    /// <param name="backup">What is restored.</param>
    /// <param name="into">Whose lease is held.</param>
    /// <param name="pairs">What the plug-in is asked for.</param>
    /// <param name="restore">The restore.</param>
    /// <param name="cancellationToken">Stops it, and has what was begun ended.</param>
    public static async Task<RestoreResult> RunAsync(
        EngineServices services, BackupRow backup, AccountRow into, IReadOnlyList<PluginPair> pairs, Func<CancellationToken, Task<RestoreResult>> restore, CancellationToken cancellationToken)
    {
        IBackupBracket[] brackets = PluginOf(services, backup) is { } plugin
            ? [new PluginBracket(services, plugin, new PluginWork(into, backup.Configuration, Job: null, backup.Guid), pairs)]
            : [];
        (RestoreResult result, IReadOnlyList<string> problems) = await BackupBrackets.RunAsync(brackets, restore, cancellationToken).ConfigureAwait(false);
        return result with { ProblemCount = result.ProblemCount + problems.Count, Problems = [.. problems, .. result.Problems] };
    }

    private static string? PluginOf(EngineServices services, BackupRow backup)
    {
        using StateConnection db = services.Database.Connect();
        string? path = backup.Configuration ?? (backup.IsForeign ? null : KnownSettings.OnDemandConfiguration.Read(db));
        return path is not null && ConfigurationStore.AtPath(db, path) is { Scope: ConfigurationScope.Configuration } row ? EffectiveConfiguration.Of(db, row).Plugin : null;
    }
}
