using System.Management.Automation;
using BackupAccess.Engine.DesiredState;

namespace BackupAccess.PowerShell.DesiredState;

/// <summary>A cmdlet over desired-state files that may be a known owner's.</summary>
public abstract class BkOwnedStateCmdlet : BkStateCmdlet
{
    /// <summary>A name for the set of files, as that of the repository they are in.</summary>
    [Parameter(ParameterSetName = "Path")]
    [ValidateNotNullOrEmpty]
    public string? Owner { get; set; }

    /// <summary>Removes what earlier files of the owner declared and these don't any more.</summary>
    [Parameter(ParameterSetName = "Path")]
    public SwitchParameter Prune { get; set; }

    private protected StateOwnership Ownership => new(Owner, Prune ? Limit : PruneLimit.Nothing);

    /// <summary>How much is pruned.</summary>
    private protected virtual PruneLimit Limit => PruneLimit.All;
}
