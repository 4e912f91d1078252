using System.Text.Json;
using System.Text.Json.Serialization;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Server.CommandLine;

/// <summary>Secrets are text in a request, and in the result of the few operations that give one out.</summary>
internal sealed class SecretConverter : JsonConverter<Secret>
{
    public override Secret Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        byte[] utf8 = new byte[reader.HasValueSequence ? reader.ValueSequence.Length : reader.ValueSpan.Length];
        return new Secret(utf8.AsSpan(0, reader.CopyString(utf8)));
    }

    public override void Write(Utf8JsonWriter writer, Secret value, JsonSerializerOptions options) => writer.WriteStringValue(value.Utf8.Span);
}
