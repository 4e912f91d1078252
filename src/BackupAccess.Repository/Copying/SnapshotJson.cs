using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace BackupAccess.Repository.Copying;

/// <summary>Makes a snapshot's JSON that of a copy.</summary>
internal static class SnapshotJson
{
    /// <summary>
    /// Takes every member over as it stands but the parent, which means nothing elsewhere, and the original. Read and
    /// written anew, the time would lose its last digits, and restic would take the copy for another snapshot.
    /// </summary>
    /// <param name="json">The snapshot's, parsed before.</param>
    /// <param name="original">The id that stays through every copy.</param>
    public static ReadOnlyMemory<byte> Copy(ReadOnlyMemory<byte> json, ObjectId original)
    {
        ArrayBufferWriter<byte> copy = new(json.Length);
        using JsonDocument document = JsonDocument.Parse(json);
        using (Utf8JsonWriter writer = new(copy))
        {
            writer.WriteStartObject();
            foreach (JsonProperty member in document.RootElement.EnumerateObject())
            {
                if (!member.NameEquals("parent"u8) && !member.NameEquals("original"u8))
                {
                    writer.WritePropertyName(member.Name);
                    writer.WriteRawValue(JsonMarshal.GetRawUtf8Value(member.Value), skipInputValidation: true);
                }
            }

            writer.WriteString("original"u8, original.ToString());
            writer.WriteEndObject();
        }

        return copy.WrittenMemory;
    }
}
