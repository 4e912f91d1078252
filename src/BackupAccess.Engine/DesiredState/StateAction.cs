namespace BackupAccess.Engine.DesiredState;

/// <summary>What is done to an object.</summary>
public enum StateAction
{
    Create,
    Change,

    /// <summary>It is pruned: an earlier apply of the same owner declared it, and the documents don't any more.</summary>
    Remove,
}
