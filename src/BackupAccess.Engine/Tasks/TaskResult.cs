using System.Text.Json;
using System.Text.Json.Serialization;
using BackupAccess.Engine.Backups;

namespace BackupAccess.Engine.Tasks;

/// <summary>What came of a task, as the state keeps it.</summary>
/// <param name="BackupId">The backup that was made or restored.</param>
/// <param name="DownloadId">The download that was made, else null.</param>
/// <param name="Restored">What was restored, else null.</param>
/// <param name="Problems">How many things weren't done as they should have been.</param>
internal sealed partial record TaskResult(Guid BackupId, Guid? DownloadId, RestoreResult? Restored, long Problems)
{
    public string ToJson() => JsonSerializer.Serialize(this, ResultJson.Default.TaskResult);

    public static TaskResult? FromJson(string? json) => json is null ? null : JsonSerializer.Deserialize(json, ResultJson.Default.TaskResult);

    [JsonSerializable(typeof(TaskResult))]
    private sealed partial class ResultJson : JsonSerializerContext;
}
