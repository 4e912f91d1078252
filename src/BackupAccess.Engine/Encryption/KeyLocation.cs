namespace BackupAccess.Engine.Encryption;

/// <summary>Who keeps the key of an account's backups.</summary>
public enum KeyLocation
{
    /// <summary>The engine, sealed under the state's key.</summary>
    Local,

    /// <summary>The owner, who presents it for every look at content; the key command hands it to the engine for its own runs.</summary>
    Remote,
}
