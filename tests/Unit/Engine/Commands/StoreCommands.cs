namespace BackupAccess.Engine.Tests;

/// <summary>The list of commands of a store.</summary>
internal static class StoreCommands
{
    public static void WriteCommands(this Store store, string yaml) => WriteCommands(store.StatePath, yaml);

    public static void WriteCommands(string folder, string yaml)
    {
        string path = Path.Combine(folder, "commands.yaml");
        File.WriteAllText(path, yaml);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
