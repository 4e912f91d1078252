namespace BackupAccess.Engine.Approvals;

/// <summary>How a request for approval stands.</summary>
public enum ApprovalState
{
    /// <summary>Nobody has decided on it.</summary>
    Pending,

    /// <summary>It may be run, once.</summary>
    Approved,
    Denied,

    /// <summary>It has been run.</summary>
    Used,

    /// <summary>It was neither denied nor run in time.</summary>
    Expired,
}
