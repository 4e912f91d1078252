namespace BackupAccess.Engine.Access;

/// <summary>What an operation is decided on where a question about access names no target.</summary>
internal enum UnnamedTarget
{
    /// <summary>Nothing in particular: there is no target, or a list is decided item by item, or all of the kind are decided alike.</summary>
    Nothing,

    /// <summary>The user asked about.</summary>
    Oneself,

    /// <summary>A user who isn't there yet.</summary>
    NewUser,

    /// <summary>The answer depends on it, so there is none without.</summary>
    Missing,
}
