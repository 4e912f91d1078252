namespace BackupAccess.Engine.Configurations;

/// <summary>How a configuration's file stands to what is saved.</summary>
public enum ConfigurationFileState
{
    /// <summary>The file is what is saved.</summary>
    Saved,

    /// <summary>The file was edited by hand, and is what is saved only once it is imported.</summary>
    Edited,

    /// <summary>The file was put there by hand; nothing is saved under its name.</summary>
    New,

    /// <summary>The file was removed by hand; what is saved holds.</summary>
    Missing,

    /// <summary>There is no plain file of text in its place.</summary>
    Unreadable,
}
