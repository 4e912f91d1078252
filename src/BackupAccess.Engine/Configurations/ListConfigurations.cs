using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Profiles;

namespace BackupAccess.Engine.Configurations;

/// <summary>
/// Lists the configurations of the profiles that the caller may read them of, and files put into their folders by hand.
/// Names are patterns, <c>team-a/shop</c> where there is a slash, or ids; none means all.
/// </summary>
public sealed record ListConfigurations(IReadOnlyList<string> Names, IReadOnlyList<string> Profiles) : IOperation<IAsyncEnumerable<Configuration>>;

internal sealed class ListConfigurationsHandler : ListHandler<ListConfigurations, Configuration>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Profile];

    protected override IReadOnlyList<Configuration> List(ListConfigurations request, OperationContext context)
    {
        NamePatterns profiles = new(request.Profiles);
        ILookup<string?, ConfigurationRow> saved = ConfigurationStore.All(context.Db)
            .Where(row => row.Scope == ConfigurationScope.Configuration)
            .ToLookup(row => row.ProfileId);
        return [.. ProfileStore.All(context.Db)
            .Where(profile => profiles.Matches(profile.Name, profile.Id) && context.Allows(profile.Target))
            .SelectMany(profile => Of(request, context, profile, [.. saved[profile.Id]]))];
    }

    private static IEnumerable<Configuration> Of(ListConfigurations request, OperationContext context, ProfileRow profile, IReadOnlyList<ConfigurationRow> saved) => saved
        .Where(row => Matches(request, row.Path, row.Name, row.Id))
        .Select(row => ConfigurationLookup.Show(context, row))
        .Concat(ConfigurationFiles.NewOf(context.Services, profile, saved)
            .Where(name => Matches(request, $"{profile.Name}/{name}", name, id: null))
            .Select(name => ConfigurationLookup.ShowNew(context, profile, name)))
        .OrderBy(configuration => configuration.Name, StringComparer.OrdinalIgnoreCase);

    private static bool Matches(ListConfigurations request, string path, string name, string? id) =>
        request.Names.Count == 0 || request.Names.Any(pattern => new NamePatterns([pattern]).Matches(pattern.Contains('/', StringComparison.Ordinal) ? path : name, id));
}
