namespace BackupAccess.Engine.Operations;

/// <summary>Whether work is done, or only told.</summary>
public enum WorkMode
{
    Apply,

    /// <summary>A dry run: the result tells what would be done, and nothing is changed.</summary>
    Preview,
}
