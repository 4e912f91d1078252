using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Operations;
using BackupAccess.Repository.Files;

namespace BackupAccess.Engine.Sources;

/// <summary>A look for what an account has. What is opened for the backup stays open until this is disposed of.</summary>
/// <param name="account">Whose.</param>
/// <param name="home">Its home, open; the caller's.</param>
/// <param name="services">Whose state.</param>
internal sealed class SourceScan(AccountRow account, DirectoryHandle home, EngineServices services) : IDisposable
{
    private readonly List<IDisposable> _open = [];

    public AccountRow Account => account;

    public DirectoryHandle Home => home;

    public EngineServices Services => services;

    public T Keep<T>(T opened)
        where T : IDisposable
    {
        lock (_open)
        {
            _open.Add(opened);
        }

        return opened;
    }

    public void Dispose() => _open.ForEach(opened => opened.Dispose());
}
