namespace BackupAccess.Engine.DesiredState;

/// <summary>What is done to an object.</summary>
public enum StateAction
{
    Create,
    Change,
}
