
namespace BackupAccess.Engine.Roles;

/// <summary>What becomes of the connector grants of a user that a change of roles finds, or leaves, out of effect.</summary>
public enum RememberedGrants
{
    /// <summary>They stay, and are in effect again under the next role with a granted reach.</summary>
    Keep,

    /// <summary>They are dropped.</summary>
    Clear,
}
