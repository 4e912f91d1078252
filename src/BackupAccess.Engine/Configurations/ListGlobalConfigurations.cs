using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Profiles;

namespace BackupAccess.Engine.Configurations;

/// <summary>Lists what holds for all configurations, and for those of the profiles that the caller reaches; patterns of profiles, none means the global one and all profiles.</summary>
public sealed record ListGlobalConfigurations(IReadOnlyList<string> Profiles) : IOperation<IAsyncEnumerable<Configuration>>;

internal sealed class ListGlobalConfigurationsHandler : ListHandler<ListGlobalConfigurations, Configuration>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Profile];

    protected override IReadOnlyList<Configuration> List(ListGlobalConfigurations request, OperationContext context)
    {
        NamePatterns profiles = new(request.Profiles);
        IEnumerable<ConfigurationRow> global = request.Profiles.Count == 0 && ConfigurationStore.Global(context.Db) is { } row ? [row] : [];
        return [.. global
            .Concat(ProfileStore.All(context.Db)
                .Where(profile => profiles.Matches(profile.Name, profile.Id) && context.Allows(profile.Target))
                .Select(profile => ConfigurationStore.Find(context.Db, profile.Id, ""))
                .OfType<ConfigurationRow>())
            .Select(row => ConfigurationLookup.Show(context, row))];
    }
}
