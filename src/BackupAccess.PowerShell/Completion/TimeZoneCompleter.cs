namespace BackupAccess.PowerShell.Completion;

/// <summary>Offers this machine's time zones.</summary>
internal sealed class TimeZoneCompleter : BkCompleter
{
    private protected override IEnumerable<Suggestion> Suggest(CompletionQuery query) => TimeZoneInfo.GetSystemTimeZones()
        .Select(zone => zone.Id)
        .Where(id => id.StartsWith(query.Text, StringComparison.OrdinalIgnoreCase))
        .Order(StringComparer.Ordinal)
        .Select(id => new Suggestion(id, id));
}
