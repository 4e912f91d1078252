namespace BackupAccess.Engine.Leases;

/// <summary>A lease as the state has it.</summary>
internal sealed record LeaseRow(string Holder, string Work, long ExpiresAt, long Renewals)
{
    /// <summary>Whether its holder has long let it go by every clock, or is a process of this machine that is no more.</summary>
    public bool IsOver(long now) => now >= ExpiresAt + (long)Lease.Skew.TotalMicroseconds || LeaseHolder.IsGone(Holder);
}
