using System.Runtime.Versioning;
using System.Text;
using BackupAccess.Repository;
using BackupAccess.Repository.Storage;
using BackupAccess.Repository.Tests.Files;

namespace BackupAccess.Interop.Histories;

/// <summary>Two repositories that restic and this library work on in turn, step by random step.</summary>
[SupportedOSPlatform("linux")]
internal sealed class RandomHistory : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Random _random;
    private readonly RandomTree _tree;
    private readonly ResticClient _restic;
    private readonly LibraryClient _library = new();
    private readonly HistoryRepository[] _repositories;
    private readonly (int Weight, Func<Task> Take)[] _steps;
    private readonly StringBuilder _log = new();
    private int _names;

    public RandomHistory(int seed)
    {
        _random = new Random(seed);
        _tree = new RandomTree(_random, _folder.Under("source/Home"));
        _restic = new ResticClient(_folder.Under("password"));
        _repositories = [.. new[] { "first", "second" }.Select(name => new HistoryRepository(name, _folder.Under(name), $"password of {name}"))];
        _steps = [(6, BackUpAsync), (2, ForgetAsync), (2, PruneAsync), (2, CopyAsync), (1, RebuildIndexAsync), (1, ChangeKeyAsync), (1, CheckAsync)];
        _log.Append($"seed {seed}");
    }

    /// <summary>What was done so far, beginning with the seed.</summary>
    public string Log => _log.ToString();

    /// <summary>Takes that many steps, then compares everything that is left with what was backed up.</summary>
    public async Task RunAsync(int steps)
    {
        RepositoryOptions options = SharedRepository.Options with { Version = _random.Next(4) == 0 ? 1 : 2 };
        foreach (HistoryRepository repository in _repositories)
        {
            await (await ResticRepository.CreateAsync(
                new LocalStorage(repository.Path), Encoding.UTF8.GetBytes(repository.Password), options, CancellationToken.None)).DisposeAsync();
        }

        await BackUpAsync();
        for (int step = 0; step < steps; step++)
        {
            await Choose()();
        }

        foreach (HistoryRepository repository in _repositories)
        {
            await ProveAsync(repository);
        }
    }

    public void Dispose() => _folder.Dispose();

    private Func<Task> Choose()
    {
        int chosen = _random.Next(_steps.Sum(step => step.Weight));
        return _steps.First(step => (chosen -= step.Weight) < 0).Take;
    }

    private async Task BackUpAsync()
    {
        (IClient client, HistoryRepository repository) = (AnyClient(), AnyRepository());
        string tag = $"tree{_names++}";
        Note($"{client} backs up {tag} to {repository}");
        _tree.ChangeSome();
        string[] tree = TreeDescription.Of(_folder.Under("source"));
        await client.BackUpAsync(repository, _folder.Under("source"), tag);
        repository.Snapshots.Add(tag, (tree, client));
    }

    private async Task ForgetAsync()
    {
        (IClient client, HistoryRepository repository) = (AnyClient(), AnyRepository());
        if (repository.Snapshots.Count > 0)
        {
            string tag = repository.Snapshots.Keys.ElementAt(_random.Next(repository.Snapshots.Count));
            Note($"{client} forgets {tag} in {repository}");
            await client.ForgetAsync(repository, tag);
            repository.Snapshots.Remove(tag);
        }
    }

    private async Task PruneAsync()
    {
        (IClient client, HistoryRepository repository) = (AnyClient(), AnyRepository());
        bool atOnce = _random.Next(2) == 0;
        Note($"{client} prunes {repository}{(atOnce ? " at once" : "")}");
        await client.PruneAsync(repository, atOnce);
    }

    private async Task CopyAsync()
    {
        int from = _random.Next(2);
        IClient client = AnyClient();
        (HistoryRepository source, HistoryRepository destination) = (_repositories[from], _repositories[1 - from]);
        Note($"{client} copies {source} to {destination}");
        await client.CopyAsync(source, destination);
        foreach ((string tag, (string[] tree, _)) in source.Snapshots)
        {
            destination.Snapshots.TryAdd(tag, (tree, client));
        }
    }

    private async Task RebuildIndexAsync()
    {
        (IClient client, HistoryRepository repository) = (AnyClient(), AnyRepository());
        bool isLost = _random.Next(2) == 0;
        Note($"{client} rebuilds the {(isLost ? "lost " : "")}index of {repository}");
        if (isLost)
        {
            LoseIndex(repository);
        }

        await client.RebuildIndexAsync(repository);
    }

    private async Task ChangeKeyAsync()
    {
        // Every opening by restic's own key would cost half a second from then on.
        (IClient client, HistoryRepository repository) = (_random.Next(10) == 0 ? _restic : _library, AnyRepository());
        Note($"{client} changes the key of {repository}");
        string password = $"password {_names++}";
        await client.ChangeKeyAsync(repository, password);
        repository.Password = password;
    }

    private async Task CheckAsync()
    {
        (IClient client, HistoryRepository repository) = (AnyClient(), AnyRepository());
        Note($"{client} checks {repository}");
        await client.CheckAsync(repository);
    }

    /// <summary>Both find nothing wrong, and what one wrote the other restores as it was.</summary>
    private async Task ProveAsync(HistoryRepository repository)
    {
        await _restic.CheckAsync(repository);
        await _library.CheckAsync(repository);
        Assert.Equal(repository.Snapshots.Count, await new LocalStorage(repository.Path).ListAsync(ObjectKind.Snapshot, CancellationToken.None).CountAsync());
        foreach ((string tag, (string[] tree, IClient writer)) in repository.Snapshots)
        {
            IClient reader = writer == _restic ? _library : _restic;
            Note($"{reader} restores {tag} of {repository}");
            string target = Directory.CreateDirectory(_folder.Under($"target/{repository}/{tag}")).FullName;
            await reader.RestoreAsync(repository, tag, target);
            Assert.Equal(tree, TreeDescription.Of(target));
        }
    }

    /// <summary>Loses some index objects, or all.</summary>
    private void LoseIndex(HistoryRepository repository)
    {
        DirectoryInfo index = Directory.CreateDirectory(Path.Combine(repository.Path, "index"));
        foreach (FileInfo file in index.GetFiles().Where(_ => _random.Next(3) > 0))
        {
            file.Delete();
        }
    }

    private IClient AnyClient() => _random.Next(2) == 0 ? _restic : _library;

    private HistoryRepository AnyRepository() => _repositories[_random.Next(3) / 2];

    private void Note(string step) => _log.Append($"\n{step}");
}
