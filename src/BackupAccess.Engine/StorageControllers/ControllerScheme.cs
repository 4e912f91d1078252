namespace BackupAccess.Engine.StorageControllers;

/// <summary>How a storage controller is spoken to.</summary>
public enum ControllerScheme
{
    Https,

    /// <summary>In clear: whoever listens on the way has the password.</summary>
    Http,
}
