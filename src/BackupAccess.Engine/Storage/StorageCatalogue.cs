using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Storage;

/// <summary>The storages that there are: the default one, below the state folder.</summary>
internal static class StorageCatalogue
{
    public const string Default = "default";

    /// <returns>The storage's name; the default one where none is asked for.</returns>
    /// <exception cref="NotFoundException">There is no such storage.</exception>
    public static string Require(string? name) =>
        name is null || string.Equals(name, Default, StringComparison.OrdinalIgnoreCase) ? Default : throw new NotFoundException("storage", Names.Printable(name));
}
