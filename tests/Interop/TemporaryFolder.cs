namespace BackupAccess.Interop;

/// <summary>A folder of a test's own, gone when it is disposed.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("backup-access-").FullName;

    public string Under(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.Delete(Path, recursive: true);
            return;
        }

        // Directory.Delete stumbles over names that are no UTF-8 and over paths beyond 4,096 bytes.
        using System.Diagnostics.Process remove = System.Diagnostics.Process.Start("rm", ["-rf", "--", Path]);
        remove.WaitForExit();
    }
}
