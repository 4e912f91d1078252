using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Profiles;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Configurations;

/// <summary>Finds configurations for a caller, and shows them.</summary>
internal static class ConfigurationLookup
{
    /// <exception cref="NotFoundException">There is none, or none that the caller may know of.</exception>
    /// <exception cref="InvalidRequestException">The caller knows several of that name.</exception>
    public static ConfigurationRow Find(OperationContext context, ConfigurationReference reference)
    {
        ConfigurationRow[] candidates = [.. Candidates(context.Db, reference)];
        ConfigurationRow[] known = [.. candidates.Where(row => IsKnown(context, row))];
        return known switch
        {
            [var only] => only,
            [] => throw new NotFoundException("configuration", Names.Printable(reference.Text)) { IsHidden = candidates.Length > 0 },
            _ => throw new InvalidRequestException(
                "AmbiguousName", $"There are several configurations \"{reference.Text}\": {string.Join(", ", known.Select(row => row.Path))}."),
        };
    }

    /// <summary>Whether the caller may know of a configuration: whoever may know of its profile does; of the global one everybody.</summary>
    public static bool IsKnown(OperationContext context, ConfigurationRow row) =>
        row.ProfileNumber is not { } number || context.MayKnow<ListProfiles>(Access.Target.OfProfile((int)number));

    public static Configuration Show(OperationContext context, ConfigurationRow row)
    {
        ConfigurationValues values = ConfigurationReader.ReadSaved(row);
        return Show(context, row.Scope, row.ProfileName, row.Name, row.Text, values) with
        {
            Id = row.Guid,
            SavedBy = row.SavedBy,
            Saved = row.SavedAt.ToTime(),
            State = ConfigurationFiles.StateOf(context.Services, row),
        };
    }

    /// <summary>A file that nothing is saved under.</summary>
    public static Configuration ShowNew(OperationContext context, ProfileRow profile, string name)
    {
        string relative = ConfigurationFiles.RelativePathOf(ConfigurationScope.Configuration, profile.Name, name);
        string path = ConfigurationRow.PathOf(ConfigurationScope.Configuration, profile.Name, name);
        try
        {
            string text = ConfigurationFiles.Read(context.Services, relative) ?? "";
            return Show(context, ConfigurationScope.Configuration, profile.Name, name, text, ConfigurationReader.Read(path, text, []));
        }
        catch (StateException)
        {
            return Show(context, ConfigurationScope.Configuration, profile.Name, name, "", ConfigurationReader.Read(path, "", [])) with { State = ConfigurationFileState.Unreadable };
        }
    }

    private static Configuration Show(OperationContext context, ConfigurationScope scope, string? profile, string name, string text, ConfigurationValues values) => new()
    {
        Id = null,
        Scope = scope,
        Profile = profile ?? "",
        Name = name,
        Path = ConfigurationRow.PathOf(scope, profile, name),
        Text = text,
        Connector = values.Connector,
        Policy = values.Policy.Value,
        Schedules = values.Schedules ?? [],
        Plugin = values.Plugin.Value,
        SavedBy = null,
        Saved = null,
        State = ConfigurationFileState.New,
        File = ConfigurationFiles.PathOf(context.Services, ConfigurationFiles.RelativePathOf(scope, profile, name)),
    };

    private static IEnumerable<ConfigurationRow> Candidates(StateConnection db, ConfigurationReference reference)
    {
        if (reference.Id is { } id || Guid.TryParse(reference.Text, out id))
        {
            return ConfigurationStore.Find(db, id) is { Scope: ConfigurationScope.Configuration } row ? [row] : [];
        }

        int slash = reference.Text.IndexOf('/', StringComparison.Ordinal);
        string profile = slash < 0 ? "" : reference.Text[..slash];
        return ConfigurationStore.Named(db, reference.Text[(slash + 1)..])
            .Where(row => slash < 0 || string.Equals(row.ProfileName, profile, StringComparison.OrdinalIgnoreCase));
    }
}
