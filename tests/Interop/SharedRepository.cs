using System.Text;
using BackupAccess.Repository;
using BackupAccess.Repository.Crypto;
using BackupAccess.Repository.Storage;

namespace BackupAccess.Interop;

/// <summary>A repository folder that restic and this library both work on.</summary>
internal sealed class SharedRepository : IDisposable
{
    public const string Password = "correct horse";

    private readonly TemporaryFolder _folder = new();

    public SharedRepository() => Restic = new ResticProgram(Path, Password);

    public static RepositoryOptions Options { get; } = new() { KeyDerivation = new ScryptParameters(1024, 8, 1) };

    public string Path => _folder.Under("repository");

    public ResticProgram Restic { get; }

    public string Under(string name) => _folder.Under(name);

    public Task<ResticRepository> CreateAsync(RepositoryOptions options) =>
        ResticRepository.CreateAsync(new LocalStorage(Path), Encoding.UTF8.GetBytes(Password), options, CancellationToken.None);

    public async Task<ResticRepository> OpenAsync()
    {
        ResticRepository repository = await ResticRepository.OpenAsync(new LocalStorage(Path), Encoding.UTF8.GetBytes(Password), Options, CancellationToken.None);
        await repository.LoadIndexAsync(CancellationToken.None);
        return repository;
    }

    public void Dispose() => _folder.Dispose();
}
