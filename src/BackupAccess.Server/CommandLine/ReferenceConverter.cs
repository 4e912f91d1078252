using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BackupAccess.Server.CommandLine;

/// <summary>References (to a user, an account, …) are their text: whatever has a constructor from one string and is named so.</summary>
internal sealed class ReferenceConverter : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) =>
        typeToConvert.Name.EndsWith("Reference", StringComparison.Ordinal) && typeToConvert.GetConstructor([typeof(string)]) is not null;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(Converter<>).MakeGenericType(typeToConvert))!;

    private sealed class Converter<T> : JsonConverter<T>
        where T : class
    {
        private static readonly ConstructorInfo s_constructor = typeof(T).GetConstructor([typeof(string)])!;

        public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String ? (T)s_constructor.Invoke([reader.GetString()]) : throw new JsonException("A reference is a text.");

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }
}
