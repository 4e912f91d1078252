using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Schedules;

/// <summary>Which schedules a list is asked for.</summary>
internal sealed class SchedulePatterns(IReadOnlyList<string> names, IReadOnlyList<string> profiles)
{
    private readonly NamePatterns _profiles = new(profiles);
    private readonly (bool HasProfile, NamePatterns Pattern)[] _names =
        [.. names.Select(name => (name.Contains('/', StringComparison.Ordinal), new NamePatterns([name])))];

    public bool Match(ScheduleRow row) =>
        _profiles.Matches(row.ProfileName, row.ProfileId)
        && (_names.Length == 0 || _names.Any(name => name.Pattern.Matches(name.HasProfile ? row.Path : row.Name, row.Id)));
}
