using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using BackupAccess.Repository.Chunking;
using BackupAccess.Repository.Storage;

namespace BackupAccess.Repository.Unpacked;

/// <summary>The config object's JSON (design, "Repository Format"); the polynomial is written in hexadecimal.</summary>
internal sealed record ConfigFile(
    [property: JsonPropertyName("version"), JsonRequired] long Version,
    [property: JsonPropertyName("id"), JsonRequired] string Id,
    [property: JsonPropertyName("chunker_polynomial"), JsonRequired] string ChunkerPolynomial)
{
    public static byte[] Write(RepositoryConfig config)
    {
        ConfigFile file = new(config.Version, config.Id, config.ChunkerPolynomial.ToString("x", CultureInfo.InvariantCulture));
        return JsonSerializer.SerializeToUtf8Bytes(file, RepositoryJson.Plain.ConfigFile);
    }

    /// <exception cref="RepositoryDamagedException">It isn't a config's JSON, or its polynomial isn't irreducible.</exception>
    /// <exception cref="UnsupportedVersionException">The version is neither 1 nor 2.</exception>
    public static RepositoryConfig Read(ReadOnlySpan<byte> json, string location)
    {
        ConfigFile file = JsonFile.Parse(ObjectName.Config, json, RepositoryJson.Plain.ConfigFile);
        if (file.Version is not (1 or 2))
        {
            throw new UnsupportedVersionException(location, file.Version);
        }

        bool isUsable = ulong.TryParse(file.ChunkerPolynomial, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong polynomial)
            && Polynomial.IsUsable(polynomial);
        return isUsable
            ? new RepositoryConfig((int)file.Version, file.Id, polynomial)
            : throw new RepositoryDamagedException($"{ObjectName.Config}", "its polynomial can't be used");
    }
}
