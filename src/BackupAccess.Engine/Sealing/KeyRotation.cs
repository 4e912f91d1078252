namespace BackupAccess.Engine.Sealing;

/// <summary>How far a change of the state's key has come.</summary>
public sealed record KeyRotation
{
    /// <summary>Whether the key before is gone. Where it isn't, asking again goes on from here.</summary>
    public required bool Completed { get; init; }

    /// <summary>Whether this went on with a change that was begun before: no further key was made.</summary>
    public required bool Resumed { get; init; }

    /// <summary>How many values in the database were sealed anew.</summary>
    public required long Values { get; init; }

    /// <summary>How many account records beside repositories were sealed anew.</summary>
    public required long Records { get; init; }

    /// <summary>What keeps the key before: what may still be sealed under it, and why.</summary>
    public required IReadOnlyList<string> Left { get; init; }
}
