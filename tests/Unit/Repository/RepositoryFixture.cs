using BackupAccess.Repository.Crypto;
using BackupAccess.Repository.Storage;

namespace BackupAccess.Repository.Tests;

/// <summary>A repository in a temporary folder, with a key that is cheap to derive.</summary>
internal sealed class RepositoryFixture : IAsyncDisposable
{
    public static readonly byte[] Password = "correct horse"u8.ToArray();

    private readonly TemporaryFolder _folder = new();

    private RepositoryFixture(RepositoryOptions options)
    {
        Options = options;
        Storage = new LocalStorage(Path);
    }

    public static RepositoryOptions CheapOptions { get; } = new() { KeyDerivation = new ScryptParameters(16, 1, 1) };

    public string Path => _folder.Under("repository");

    public RepositoryOptions Options { get; }

    public LocalStorage Storage { get; }

    public ResticRepository Repository { get; private set; } = null!;

    public static Task<RepositoryFixture> CreateAsync() => CreateAsync(CheapOptions);

    public static async Task<RepositoryFixture> CreateAsync(RepositoryOptions options)
    {
        RepositoryFixture fixture = new(options);
        fixture.Repository = await ResticRepository.CreateAsync(fixture.Storage, Password, options, CancellationToken.None);
        return fixture;
    }

    /// <summary>A second client of the same repository, its index loaded.</summary>
    public Task<ResticRepository> OpenAsync() => OpenAsync(Storage);

    /// <summary>The same through another storage.</summary>
    public async Task<ResticRepository> OpenAsync(IStorage storage)
    {
        ResticRepository repository = await ResticRepository.OpenAsync(storage, Password, Options, CancellationToken.None);
        await repository.LoadIndexAsync(CancellationToken.None);
        return repository;
    }

    /// <summary>The files of one kind, with their full paths.</summary>
    public string[] Files(string kind) => Directory.GetFiles(System.IO.Path.Combine(Path, kind), "*", SearchOption.AllDirectories);

    public async ValueTask DisposeAsync()
    {
        await Repository.DisposeAsync();
        _folder.Dispose();
    }
}
