
namespace BackupAccess.Engine.Access.Explanation;

/// <summary>The changes that can help to allow something, of those that give as much the earlier first.</summary>
internal enum AccessStepKind
{
    EnableUser,
    ProlongUser,
    RenewRole,
    MakeOwner,
    AssignProfile,
    GrantConnector,
    AssignRole,
    AddPermission,
}
