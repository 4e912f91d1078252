using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Serving;

/// <summary>Tells whether anybody, this process or another, has changed the state since it was last asked.</summary>
internal sealed class ChangeNotice(StateDatabase database) : IDisposable
{
    // The number is a connection's own: it tells of commits by all others.
    private readonly StateConnection _connection = database.Connect();
    private long? _seen;

    public bool HasChanged()
    {
        long version = _connection.QueryScalar<long>("PRAGMA data_version");
        bool hasChanged = version != _seen;
        _seen = version;
        return hasChanged;
    }

    public void Dispose() => _connection.Dispose();
}
