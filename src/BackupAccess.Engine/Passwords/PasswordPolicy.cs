namespace BackupAccess.Engine.Passwords;

/// <summary>What passwords are held to when they are set. One set before stays good until it is too old.</summary>
public sealed record PasswordPolicy
{
    /// <summary>The fewest characters, from 8 to 128.</summary>
    public required int MinimumLength { get; init; }

    /// <summary>How many of lower-case letters, upper-case letters, digits and other characters it has to have, from 0 to 4.</summary>
    public required int RequiredClasses { get; init; }

    /// <summary>How many of a user's last passwords, the present one among them, are not taken again, from 0 to 24.</summary>
    public required int History { get; init; }

    /// <summary>After how many days the console asks for a new one; 0 for never.</summary>
    public required int MaximumAgeDays { get; init; }
}
