using System.Text.Json;
using System.Text.Json.Serialization;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Tasks;

/// <summary>A task's progress as the state keeps it.</summary>
internal static partial class TaskProgress
{
    public static string? ToJson(WorkProgress? progress) => progress is null ? null : JsonSerializer.Serialize(progress, ProgressJson.Default.WorkProgress);

    public static WorkProgress? FromJson(string? json) => json is null ? null : JsonSerializer.Deserialize(json, ProgressJson.Default.WorkProgress);

    [JsonSerializable(typeof(WorkProgress))]
    private sealed partial class ProgressJson : JsonSerializerContext;
}
