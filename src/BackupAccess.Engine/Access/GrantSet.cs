namespace BackupAccess.Engine.Access;

/// <summary>The connectors granted, or the profiles assigned, to a user: by number, with the end of each in microseconds since 1970.</summary>
internal sealed class GrantSet(IReadOnlyDictionary<int, long> untilByNumber)
{
    private readonly Dictionary<int, long> _until = new(untilByNumber);

    public static GrantSet None { get; } = new(new Dictionary<int, long>());

    public IReadOnlyDictionary<int, long> UntilByNumber => _until;

    /// <summary>When the grant ends: <see cref="long.MaxValue"/> for never, zero where there is none.</summary>
    public long UntilOf(int number) => _until.GetValueOrDefault(number);

    /// <summary>Whether each grant of the other that is in force is among these and lasts as long.</summary>
    public bool Includes(GrantSet other, long now) =>
        other.UntilByNumber.All(grant => grant.Value <= now || UntilOf(grant.Key) >= grant.Value);
}
