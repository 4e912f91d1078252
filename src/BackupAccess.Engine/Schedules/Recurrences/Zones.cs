using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using BackupAccess.Engine.DesiredState;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Schedules.Recurrences;

/// <summary>The time zones of this machine, by their names in the IANA database.</summary>
internal sealed partial class Zones
{
    private readonly ConcurrentDictionary<string, ZoneCalendar> _known = new(StringComparer.Ordinal);

    /// <returns>Null where the machine has no such zone.</returns>
    public ZoneCalendar? TryFind(string name)
    {
        if (_known.TryGetValue(name, out ZoneCalendar? known))
        {
            return known;
        }

        return Pattern().IsMatch(name) && TimeZoneInfo.TryFindSystemTimeZoneById(name, out TimeZoneInfo? zone)
            ? _known.GetOrAdd(name, new ZoneCalendar(zone))
            : null;
    }

    /// <exception cref="InvalidRequestException">The machine has no such zone.</exception>
    public ZoneCalendar Find(string name)
    {
        if (TryFind(name) is { } zone)
        {
            return zone;
        }

        string nearest = NearestName.Of(name, TimeZoneInfo.GetSystemTimeZones().Select(known => known.Id)) is { } near ? $" Is \"{near}\" meant?" : "";
        throw new InvalidRequestException("InvalidValue", $"There is no time zone \"{Names.Printable(name)}\".{nearest}");
    }

    [GeneratedRegex(@"^[A-Za-z0-9_+-]{1,32}(/[A-Za-z0-9_+-]{1,32}){0,2}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
