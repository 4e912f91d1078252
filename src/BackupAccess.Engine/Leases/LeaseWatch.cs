namespace BackupAccess.Engine.Leases;

/// <summary>Watches another's lease by an own clock, to tell a holder that is silent from one that renews.</summary>
internal sealed class LeaseWatch(TimeProvider time, TimeSpan term)
{
    private LeaseRow? _seen;
    private long _since;

    /// <summary>The lease that wasn't renewed for the whole term; null while none is.</summary>
    public LeaseRow? Silent => _seen is not null && time.GetElapsedTime(_since) >= term ? _seen : null;

    public void See(LeaseRow lease)
    {
        if (lease != _seen)
        {
            _seen = lease;
            _since = time.GetTimestamp();
        }
    }
}
