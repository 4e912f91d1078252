using System.Text.Json.Serialization;

namespace BackupAccess.Engine.Catalogue;

/// <summary>The records' JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(AccountRecord))]
[JsonSerializable(typeof(SealedRecord))]
internal sealed partial class RecordJson : JsonSerializerContext;
