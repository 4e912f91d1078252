using System.Text.Json;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Clock;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;
using BackupAccess.Repository;
using BackupAccess.Repository.Checking;
using BackupAccess.Repository.Pruning;

namespace BackupAccess.Bench.Warm;

/// <summary>What the engine has no operation for: the library's own, on the repository of <c>{"account":NAME}</c>.</summary>
internal sealed class LibraryOperations(string state)
{
    private readonly EngineServices _services = new(StateFolder.Open(state, TimeProvider.System), TimeProvider.System, new SystemBootClock());

    /// <summary>False when there is none of that name.</summary>
    public async Task<bool> TryInvokeAsync(string operation, string json)
    {
        Func<ResticRepository, Task>? work = operation switch
        {
            "checkRepository" => CheckAsync,
            "pruneRepository" => PruneAsync,
            _ => null,
        };
        if (work is null)
        {
            return false;
        }

        await using ResticRepository repository = await AccountRepository.OpenAsync(_services, Find(json), CancellationToken.None);
        await work(repository);
        return true;
    }

    private AccountRow Find(string json)
    {
        string name = JsonDocument.Parse(json).RootElement.GetProperty("account").GetString()!;
        using StateConnection db = _services.Database.Connect();
        return AccountStore.FindLive(db, name).Single();
    }

    private static async Task CheckAsync(ResticRepository repository)
    {
        await foreach (CheckFinding finding in repository.CheckAsync(CheckOptions.Everything, progress: null, CancellationToken.None))
        {
            throw new InvalidOperationException(finding.ToString());
        }
    }

    /// <summary>Without the quarantine, as the others do it.</summary>
    private static Task PruneAsync(ResticRepository repository) =>
        repository.PruneAsync(PruneOptions.Default with { Quarantine = TimeSpan.Zero }, progress: null, CancellationToken.None);
}
