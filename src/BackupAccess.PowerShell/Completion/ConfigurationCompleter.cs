using BackupAccess.Engine.Configurations;

namespace BackupAccess.PowerShell.Completion;

/// <summary>Offers configurations: by name where that is unique among those offered, else as profile/name.</summary>
internal sealed class ConfigurationCompleter : BkCompleter
{
    private protected override IEnumerable<Suggestion> Suggest(CompletionQuery query)
    {
        string[] profiles = query.BoundText("Profile") is { } profile ? [profile] : [];
        Configuration[] found = [.. query.List(new ListConfigurations([query.Pattern], profiles))];
        HashSet<string> twice = [.. found.CountBy(configuration => configuration.Name, StringComparer.OrdinalIgnoreCase).Where(count => count.Value > 1).Select(count => count.Key)];
        bool byPath = query.Text.Contains('/', StringComparison.Ordinal);
        return found.Select(configuration => new Suggestion(
            byPath || twice.Contains(configuration.Name) ? configuration.Path : configuration.Name, $"{configuration.Path} {configuration.State}"));
    }
}
