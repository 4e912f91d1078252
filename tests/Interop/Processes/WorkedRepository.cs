using System.Globalization;
using System.Runtime.Versioning;
using BackupAccess.Actor;
using BackupAccess.Repository;
using BackupAccess.Repository.Checking;
using BackupAccess.Repository.Files;
using BackupAccess.Repository.Locks;
using BackupAccess.Repository.Snapshots;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Interop.Processes;

/// <summary>A repository that other processes work on, and what they have acknowledged.</summary>
[SupportedOSPlatform("linux")]
internal sealed class WorkedRepository : IDisposable
{
    private readonly SharedRepository _shared = new();
    private readonly List<(ObjectId Snapshot, int Worker, int Round)> _acknowledged = [];

    public int Acknowledged => _acknowledged.Count;

    public string Path => _shared.Path;

    public static async Task<WorkedRepository> CreateAsync()
    {
        WorkedRepository worked = new();
        await (await worked._shared.CreateAsync(SharedRepository.Options)).DisposeAsync();
        return worked;
    }

    public ActorProcess Start(string act, int worker, int rounds) =>
        ActorProcess.Start(act, Path, _shared.Under($"source{worker}"), Text(worker), Text(rounds));

    /// <summary>Takes a line of a worker's for an acknowledgement, if it is one.</summary>
    public void Note(int worker, string line)
    {
        if (line.Split(' ') is ["ack", var snapshot, var round])
        {
            lock (_acknowledged)
            {
                _acknowledged.Add((ObjectId.Parse(snapshot), worker, int.Parse(round, CultureInfo.InvariantCulture)));
            }
        }
    }

    /// <summary>Every snapshot acknowledged restores bit by bit, and neither this library nor restic finds an error.</summary>
    public async Task ProveAsync()
    {
        await using ResticRepository repository = await _shared.OpenAsync();
        await using (await repository.LockAsync(LockMode.Exclusive, CancellationToken.None))
        {
            await repository.LoadIndexAsync(CancellationToken.None);
            foreach ((ObjectId snapshot, int worker, int round) in _acknowledged)
            {
                Assert.Equal(WorkerFiles.Of(worker, round), await RestoreAsync(repository, snapshot));
            }

            Assert.Empty(await repository.CheckAsync(CheckOptions.Everything, progress: null, CancellationToken.None)
                .Where(finding => finding.Severity == CheckSeverity.Error)
                .ToListAsync());
        }

        Assert.Contains("no errors were found", _shared.Restic.Run("check", "--read-data"), StringComparison.Ordinal);
    }

    public void Dispose() => _shared.Dispose();

    private async Task<Dictionary<string, byte[]>> RestoreAsync(ResticRepository repository, ObjectId snapshot)
    {
        string folder = _shared.Under("target");
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
        using DirectoryHandle target = DirectoryHandle.Open(folder);
        Snapshot loaded = await repository.LoadSnapshotAsync(snapshot, CancellationToken.None);
        Node home = (await new TreeBrowser(repository).FindAsync(loaded.Tree, TreePath.Parse("Home"), CancellationToken.None))!;
        RestoreOptions options = new() { Conflict = RestoreConflict.Overwrite, Ownership = RestoreOwnership.Restorer, Privileges = RestorePrivileges.Strip };
        Assert.Empty((await new Restorer(repository).RestoreAsync(home.Subtree!.Value, [], target, options, null, CancellationToken.None)).Problems);
        return Directory.GetFiles(folder).ToDictionary(file => System.IO.Path.GetFileName(file), File.ReadAllBytes);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
