using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Configurations;
using BackupAccess.Engine.Jobs;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Policies;
using BackupAccess.Engine.Settings;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Backups;

/// <summary>What one backup of one account does, read when its work begins.</summary>
/// <param name="Items">The items that are backed up; empty for all that the account has.</param>
/// <param name="Excludes">The globs that are left out of the home directory, in order.</param>
/// <param name="Plugin">The plug-in that brackets it; null for none.</param>
/// <param name="Configuration">The configuration by whose schedule or name it is taken, as <c>team-a/shop</c>; null for one on demand.</param>
/// <param name="Label">By which rule of its policy it stays; null for one on demand.</param>
/// <param name="Options">How it uses the repository.</param>
internal sealed record BackupPlan(
    IReadOnlyList<BackupItem> Items, IReadOnlyList<string> Excludes, string? Plugin, string? Configuration, RetentionLabel? Label, RepositoryOptions Options)
{
    /// <summary>That configuration's id; null for a backup on demand.</summary>
    public Guid? ConfigurationId { get; init; }

    public BackupKind Kind => Configuration is null ? BackupKind.OnDemand : BackupKind.Scheduled;

    /// <exception cref="ConflictException">The configuration doesn't select the account, or there would be too many backups on demand.</exception>
    /// <exception cref="NotFoundException">The configuration that backups on demand are taken by is no more.</exception>
    public static BackupPlan Of(StateConnection db, EngineServices services, BackupAccount request, BackupAccountSubject subject)
    {
        AccountRow account = subject.Account;
        if (subject.Configuration is null)
        {
            OnDemandRotation.RequireRoom(db, services, account);
            return OnDemandConfiguration(db) is { } own
                ? Of(db, account, own, request.Items) with { Configuration = null }
                : new BackupPlan(request.Items, AccountExcludes.Of(db, account, []), Plugin: null, Configuration: null, Label: null, RepositoryOptions.Default);
        }

        if (request.SavedAt is { } saved && saved != subject.Configuration.SavedAt)
        {
            throw new ConflictException("ConfigurationChanged", $"\"{subject.Configuration.Path}\" has been saved anew since the run.");
        }

        EffectiveConfiguration effective = EffectiveConfiguration.Of(db, subject.Configuration);
        SelectedAccounts.Require(effective, account);
        return Of(db, account, effective, request.Items) with { Label = request.Label ?? RetentionLabel.Daily, ConfigurationId = subject.Configuration.Guid };
    }

    private static BackupPlan Of(StateConnection db, AccountRow account, EffectiveConfiguration effective, IReadOnlyList<BackupItem> items) => new(
        items.Count > 0 ? items : effective.Items,
        AccountExcludes.Of(db, account, effective.Excludes),
        effective.Plugin,
        effective.Row.Path,
        Label: null,
        effective.Repository);

    private static EffectiveConfiguration? OnDemandConfiguration(StateConnection db) => KnownSettings.OnDemandConfiguration.Read(db) is { } path
        ? EffectiveConfiguration.Of(db, ConfigurationStore.AtPath(db, path) ?? throw new NotFoundException("configuration", path))
        : null;
}
