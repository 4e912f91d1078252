using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Profiles;

/// <summary>Lists the profiles that the caller may see, whose name or id matches any of the patterns; none means all.</summary>
public sealed record ListProfiles(IReadOnlyList<string> Names) : IOperation<IAsyncEnumerable<Profile>>;

internal sealed class ListProfilesHandler : ListHandler<ListProfiles, Profile>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Profile];

    protected override IReadOnlyList<Profile> List(ListProfiles request, OperationContext context)
    {
        NamePatterns names = new(request.Names);
        return [.. ProfileStore.All(context.Db)
            .Where(profile => names.Matches(profile.Name, profile.Id) && context.Allows(profile.Target))
            .Select(profile => ProfileLookup.Show(context, profile))];
    }
}
