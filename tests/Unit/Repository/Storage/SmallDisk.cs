using System.Diagnostics;

namespace BackupAccess.Repository.Tests.Storage;

/// <summary>A file system of its own in memory, mounted on a folder until it is disposed; only root makes one.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private readonly string _folder;

    private SmallDisk(string folder) => _folder = folder;

    public static async Task<SmallDisk> MountAsync(string folder, string options)
    {
        Directory.CreateDirectory(folder);
        await RunAsync("mount", "-t", "tmpfs", "-o", options, "none", folder);
        return new SmallDisk(folder);
    }

    public Task MakeReadOnlyAsync() => RunAsync("mount", "-o", "remount,ro", _folder);

    public async ValueTask DisposeAsync() => await RunAsync("umount", _folder);

    private static async Task RunAsync(string command, params string[] arguments)
    {
        using Process process = Process.Start(command, arguments);
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }
}
