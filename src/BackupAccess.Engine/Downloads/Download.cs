namespace BackupAccess.Engine.Downloads;

/// <summary>An archive of a backup, to be fetched for a while.</summary>
public sealed record Download
{
    public required Guid Id { get; init; }

    /// <summary>As <c>web01/alice</c>.</summary>
    public required string Account { get; init; }

    public required Guid AccountId { get; init; }

    public required Guid BackupId { get; init; }

    public required DownloadFormat Format { get; init; }

    /// <summary>What the file is called where it is fetched into a folder.</summary>
    public required string FileName { get; init; }

    /// <summary>The archive's length in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>The archive's SHA-256, in hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>How many files, directories and links are in it.</summary>
    public required long Entries { get; init; }

    public required long ProblemCount { get; init; }

    /// <summary>The first hundred entries of the backup that aren't in it, each with why.</summary>
    public required IReadOnlyList<string> Problems { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required string CreatedBy { get; init; }

    /// <summary>When it is deleted.</summary>
    public required DateTimeOffset Expires { get; init; }

    /// <summary>How often it has been handed out, whole or what adds up to it.</summary>
    public required int Fetches { get; init; }

    /// <summary>How often it may be; null for any number of times.</summary>
    public required int? MostFetches { get; init; }

    /// <summary>Whether it is stored nowhere, and is made anew each time that it is fetched: where the account's owner keeps the encryption key.</summary>
    public bool Streamed { get; init; }

    /// <summary>The restore conditions that were accepted for it.</summary>
    public required IReadOnlyList<string> AcceptedConditions { get; init; }

    public override string ToString() => FileName;
}
