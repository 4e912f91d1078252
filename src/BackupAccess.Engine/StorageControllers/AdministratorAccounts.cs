namespace BackupAccess.Engine.StorageControllers;

/// <summary>Whether a storage controller may be signed in to with an account that it comes with, as root, admin and vsadmin.</summary>
public enum AdministratorAccounts
{
    Refused,
    Accepted,
}
