using System.Text.Json;

namespace BackupAccess.Engine.StorageControllers;

/// <summary>Looks into an answer that may be anything.</summary>
internal static class JsonAnswer
{
    /// <returns>The property; null where it isn't one of an object.</returns>
    public static JsonElement? Find(this JsonElement answer, string property) =>
        answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty(property, out JsonElement found) ? found : null;

    /// <returns>The property's text; null where it has none.</returns>
    public static string? FindText(this JsonElement answer, string property) =>
        answer.Find(property) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    public static Guid? FindGuid(this JsonElement answer, string property) => Guid.TryParse(answer.FindText(property), out Guid id) ? id : null;
}
