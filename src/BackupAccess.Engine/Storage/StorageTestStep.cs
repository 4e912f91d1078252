namespace BackupAccess.Engine.Storage;

/// <summary>One call of a storage's test.</summary>
/// <param name="Call">What was tried: put, stat, read, list, delete.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="Problem">What failed; null where nothing did.</param>
public sealed record StorageTestStep(string Call, TimeSpan Duration, string? Problem)
{
    public override string ToString() => Problem is null ? Call : $"{Call}: {Problem}";
}
