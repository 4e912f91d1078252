using System.Text.Json;
using System.Text.Json.Serialization;
using BackupAccess.Engine.DesiredState;
using BackupAccess.Engine.Operations;

namespace BackupAccess.PowerShell.DesiredState;

/// <summary>A plan in a file: the documents as they were, and what came of them.</summary>
internal sealed record SavedPlan(int Version, IReadOnlyList<StateDocument> Documents, StateOwnership Ownership, IReadOnlyList<StateChange> Changes)
{
    private const int CurrentVersion = 1;

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter() },
    };

    public static string Write(IReadOnlyList<StateDocument> documents, StateOwnership ownership, IReadOnlyList<StateChange> changes) =>
        JsonSerializer.Serialize(new SavedPlan(CurrentVersion, documents, ownership, changes), s_json);

    /// <exception cref="NotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidRequestException">It is no plan.</exception>
    public static SavedPlan Read(string file)
    {
        try
        {
            SavedPlan? plan = JsonSerializer.Deserialize<SavedPlan>(File.ReadAllBytes(file), s_json);
            return plan is { Version: CurrentVersion } ? plan : throw NoPlan(file);
        }
        catch (FileNotFoundException)
        {
            throw new NotFoundException("file", file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw NoPlan(file);
        }
    }

    private static InvalidRequestException NoPlan(string file) => new("InvalidValue", $"The file \"{file}\" is no plan of Compare-BkState -Plan.");
}
