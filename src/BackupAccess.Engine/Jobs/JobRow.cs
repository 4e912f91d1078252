namespace BackupAccess.Engine.Jobs;

/// <summary>A row of the job table, with its profile's name and number.</summary>
internal sealed record JobRow(
    string Id,
    string ProfileId,
    string ProfileName,
    long ProfileNumber,
    string? ConfigurationId,
    string Configuration,
    string Label,
    string? Schedule,
    string? RequesterId,
    string Requester,
    long StartedAt,
    string Skipped);
