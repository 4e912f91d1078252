using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Clock;
using BackupAccess.Engine.Configurations;
using BackupAccess.Engine.Maintenance;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Policies;

/// <summary>Has a configuration's policy let go what is over, once the configuration has made another backup.</summary>
internal static class ConfigurationRotation
{
    /// <summary>
    /// Deletes the account's backups of the same configuration and label that the policy ends, each with its audit event; for
    /// the holder of the account's lease. It is done as who asked for the backup, who needs the right to retention.
    /// </summary>
    /// <exception cref="ConflictException">There is something to delete, and who asked for the backup may not.</exception>
    public static async Task EndAsync(AccountRow account, ConfigurationRow configuration, BackupPlan plan, WorkContext context, CancellationToken cancellationToken)
    {
        IReadOnlyList<EndedBackup> ended = Read(account, configuration, plan, context.Services);
        if (ended.Count == 0)
        {
            return;
        }

        if (!context.Allows(IncludedAct.Of<ApplyRetention>(account.Target)))
        {
            throw new ConflictException("RetentionRefused", $"{ended.Count} backups of \"{account.Path}\" are over by \"{configuration.Path}\", and \"{context.Principal}\" may not apply retention to it.");
        }

        await BackupRemoval.RemoveAllAsync(ended, account, context, cancellationToken).ConfigureAwait(false);
        if (plan.Options.Prune)
        {
            await context.Lease!.RunAsync(stop => AccountPrune.RunAsync(account, context, stop), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>All of an account's scheduled backups that the policies of their configurations, as they now are, let go.</summary>
    /// <param name="db">The state.</param>
    /// <param name="newestFirst">The backups that are looked at.</param>
    /// <param name="now">The time by which they age and locks end.</param>
    public static IEnumerable<EndedBackup> Ended(StateConnection db, IEnumerable<BackupRow> newestFirst, long now) => newestFirst
        .Where(backup => backup.Kind == nameof(BackupKind.Scheduled) && backup is { ConfigurationId: not null, Label: not null })
        .GroupBy(backup => backup.ConfigurationId!, StringComparer.Ordinal)
        .SelectMany(made => PolicyOf(db, ConfigurationStore.Find(db, Guid.Parse(made.Key))) is { } policy
            ? made.GroupBy(backup => backup.Label!).SelectMany(same => PolicyRotation.Ended(policy, Enum.Parse<RetentionLabel>(same.Key), same, now))
            : []);

    private static IReadOnlyList<EndedBackup> Read(AccountRow account, ConfigurationRow configuration, BackupPlan plan, EngineServices services)
    {
        using StateConnection db = services.Database.Connect();

        // Saved anew meanwhile, by whomever, it is the next run's matter.
        ConfigurationRow? current = ConfigurationStore.Find(db, configuration.Guid) is { } now && now.SavedAt == configuration.SavedAt ? now : null;
        return PolicyOf(db, current) is { } policy
            ? PolicyRotation.Ended(
                policy, plan.Label!.Value, BackupStore.OfConfiguration(db, account.Guid, configuration.Guid, plan.Label.Value), ClockGuard.TrustedTime(db, services))
            : [];
    }

    private static PolicyRow? PolicyOf(StateConnection db, ConfigurationRow? configuration) =>
        configuration is not null && EffectiveConfiguration.Of(db, configuration).Policy is { } name ? PolicyStore.Find(db, name) : null;
}
