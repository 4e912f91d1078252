namespace BackupAccess.Engine.Access;

/// <summary>The kinds of object that access is decided on.</summary>
public enum TargetKind
{
    None,
    User,
    Connector,
    Account,
    Backup,
    Storage,
    Profile,
    Setting,
}
