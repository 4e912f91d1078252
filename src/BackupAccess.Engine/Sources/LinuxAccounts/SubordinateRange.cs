using System.Globalization;

namespace BackupAccess.Engine.Sources.LinuxAccounts;

/// <summary>Ids that an account may map its own to, in user namespaces.</summary>
internal readonly record struct SubordinateRange(long First, long Count)
{
    public bool Overlaps(SubordinateRange other) => First < other.First + other.Count && other.First < First + Count;

    /// <summary>As usermod(8) takes it.</summary>
    public string ToArgument() => string.Create(CultureInfo.InvariantCulture, $"{First}-{First + Count - 1}");

    /// <summary>As subuid(5) writes it, without whose it is.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{First}:{Count}");

    public static bool TryParse(string text, out SubordinateRange range)
    {
        string[] parts = text.Split(':');
        range = default;
        if (parts.Length != 2
            || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out long first)
            || !long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out long count)
            || first > uint.MaxValue || count is < 1 or > uint.MaxValue)
        {
            return false;
        }

        range = new SubordinateRange(first, count);
        return true;
    }
}
