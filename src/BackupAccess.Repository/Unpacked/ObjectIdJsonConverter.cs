using System.Text.Json;
using System.Text.Json.Serialization;

namespace BackupAccess.Repository.Unpacked;

/// <summary>Ids are written as 64 lower-case hexadecimal digits.</summary>
internal sealed class ObjectIdJsonConverter : JsonConverter<ObjectId>
{
    public override ObjectId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && ObjectId.TryParse(reader.GetString(), out ObjectId id)
            ? id
            : throw new JsonException("An id isn't 64 hexadecimal digits.");

    public override void Write(Utf8JsonWriter writer, ObjectId value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
