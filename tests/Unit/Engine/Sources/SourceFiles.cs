namespace BackupAccess.Engine.Tests.Sources;

/// <summary>The list of sources of a store.</summary>
internal static class SourceFiles
{
    public static void WriteSources(this Store store, string yaml)
    {
        string path = Path.Combine(store.StatePath, "sources.yaml");
        File.WriteAllText(path, yaml);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
