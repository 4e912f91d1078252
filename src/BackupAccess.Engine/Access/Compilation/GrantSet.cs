namespace BackupAccess.Engine.Access.Compilation;

/// <summary>
/// The connectors granted, or the profiles assigned, to a user: numbers in ascending order, with the end of each in
/// microseconds since 1970 where any of them ends.
/// </summary>
internal readonly struct GrantSet
{
    private readonly int[]? _numbers;
    private readonly long[]? _ends;

    private GrantSet(int[] numbers, long[]? ends) => (_numbers, _ends) = (numbers, ends);

    public static GrantSet None => default;

    public int Count => _numbers?.Length ?? 0;

    public ReadOnlySpan<int> Numbers => _numbers;

    /// <summary>Takes grants in any order, each number once.</summary>
    public static GrantSet Of(IEnumerable<(int Number, long Until)> grants)
    {
        (int Number, long Until)[] sorted = [.. grants.OrderBy(grant => grant.Number)];
        return Of([.. sorted.Select(grant => grant.Number)], [.. sorted.Select(grant => grant.Until)]);
    }

    /// <summary>Copies numbers, sorting them and their ends where they lie.</summary>
    public static GrantSet Of(Span<int> numbers, Span<long> ends)
    {
        if (numbers.IsEmpty)
        {
            return None;
        }

        if (ends.ContainsAnyExcept(long.MaxValue))
        {
            numbers.Sort(ends);
            return new GrantSet(numbers.ToArray(), ends.ToArray());
        }

        numbers.Sort();
        return new GrantSet(numbers.ToArray(), ends: null);
    }

    /// <summary>When the grant ends: <see cref="long.MaxValue"/> for never, zero where there is none.</summary>
    public long UntilOf(int number)
    {
        int place = Numbers.BinarySearch(number);
        return place < 0 ? 0 : _ends is null ? long.MaxValue : _ends[place];
    }

    /// <summary>These grants and one more, or one for longer.</summary>
    public GrantSet With(int number, long until)
    {
        long[]? ends = _ends;
        int[] numbers = _numbers ?? [];
        return Of(numbers
            .Select((granted, place) => (Number: granted, Until: ends is null ? long.MaxValue : ends[place]))
            .Where(grant => grant.Number != number)
            .Append((number, until)));
    }

    /// <summary>Whether each grant of the other that is in force is among these and lasts as long.</summary>
    public bool Includes(GrantSet other, long now)
    {
        foreach (int number in other.Numbers)
        {
            long until = other.UntilOf(number);
            if (until > now && UntilOf(number) < until)
            {
                return false;
            }
        }

        return true;
    }
}
