namespace BackupAccess.Engine.StorageControllers;

/// <summary>How much of a storage controller is waited for and read.</summary>
internal sealed record ControllerLimits
{
    public TimeSpan Connection { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>For a request and the whole of its answer.</summary>
    public TimeSpan Answer { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>For what it does after it has answered.</summary>
    public TimeSpan Job { get; init; } = TimeSpan.FromMinutes(2);

    public TimeSpan Poll { get; init; } = TimeSpan.FromMilliseconds(250);

    public int AnswerBytes { get; init; } = 4 * 1024 * 1024;
}
