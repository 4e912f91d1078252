using System.Text.Json;

namespace BackupAccess.Interop.Histories;

/// <summary>The operating system's restic.</summary>
internal sealed class ResticClient(string scratch) : IClient
{
    public Task BackUpAsync(HistoryRepository repository, string folder, string tag)
    {
        new ResticProgram(repository.Path, repository.Password) { WorkingDirectory = folder }.Run("backup", "--tag", tag, "Home");
        return Task.CompletedTask;
    }

    public Task ForgetAsync(HistoryRepository repository, string tag)
    {
        ResticProgram restic = On(repository);
        using JsonDocument listed = JsonDocument.Parse(restic.Run("snapshots", "--json", "--tag", tag));
        restic.Run("forget", listed.RootElement.EnumerateArray().Single().GetProperty("id").GetString()!);
        return Task.CompletedTask;
    }

    public async Task CopyAsync(HistoryRepository source, HistoryRepository destination)
    {
        await File.WriteAllTextAsync(scratch, source.Password);
        On(destination).Run("copy", "--from-repo", source.Path, "--from-password-file", scratch);
    }

    public Task PruneAsync(HistoryRepository repository, bool atOnce)
    {
        On(repository).Run("prune", "--max-unused", "0");
        return Task.CompletedTask;
    }

    public Task RebuildIndexAsync(HistoryRepository repository)
    {
        On(repository).Run("rebuild-index");
        return Task.CompletedTask;
    }

    public async Task ChangeKeyAsync(HistoryRepository repository, string password)
    {
        await File.WriteAllTextAsync(scratch, password);
        On(repository).Run("key", "passwd", "--new-password-file", scratch);
    }

    public Task CheckAsync(HistoryRepository repository)
    {
        Assert.Contains("no errors were found", On(repository).Run("check", "--read-data"), StringComparison.Ordinal);
        return Task.CompletedTask;
    }

    public Task RestoreAsync(HistoryRepository repository, string tag, string target)
    {
        On(repository).Run("restore", "latest", "--tag", tag, "--target", target);
        return Task.CompletedTask;
    }

    public override string ToString() => "restic";

    private static ResticProgram On(HistoryRepository repository) => new(repository.Path, repository.Password);
}
