using BackupAccess.Engine.Catalogue;

namespace BackupAccess.Engine.Tests.Catalogue;

/// <summary>Holds the first record until it is let go, as a storage does that is out of reach, and then writes it.</summary>
internal sealed class HangingRecords(string path) : IRecordWriter, IDisposable
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim _released = new();

    /// <summary>Completes when a record has come.</summary>
    public Task Reached => _reached.Task;

    public void Release() => _released.Set();

    public void Put(Guid account, ReadOnlySpan<byte> content)
    {
        _reached.TrySetResult();
        _released.Wait();
        new RecordFolder(path).Put(account, content);
    }

    public void Dispose() => _released.Dispose();
}
