namespace BackupAccess.Engine.Operations;

/// <summary>How a session came to be.</summary>
public enum SignInMethod
{
    /// <summary>By reading a local state folder's key file.</summary>
    Local,

    /// <summary>Console: name and password.</summary>
    Password,

    /// <summary>Programmatic: access key id and secret.</summary>
    AccessKey,

    /// <summary>By a task of the queue, as who asked for it.</summary>
    Task,
}
