namespace BackupAccess.Engine.Access;

/// <summary>What an operation does, which settles how it is audited and run.</summary>
public enum OperationEffect
{
    /// <summary>Reads state; only refusals are audited.</summary>
    Read,

    /// <summary>Reads backup data; every use is audited.</summary>
    ReadData,

    /// <summary>Changes state in one transaction, with its audit event in it.</summary>
    Change,

    /// <summary>Works for a while (a backup, a restore): audited when it begins and when it ends.</summary>
    Work,
}
