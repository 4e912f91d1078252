namespace BackupAccess.Repository.Tests.Damage;

/// <summary>What becomes of one object.</summary>
public enum DamageKind
{
    /// <summary>One bit of it is another, somewhere.</summary>
    Flipped,

    /// <summary>Its second half is gone.</summary>
    Halved,

    /// <summary>It is there and holds nothing.</summary>
    Emptied,

    /// <summary>It holds what another of its kind should: of another repository, where there is no other.</summary>
    Swapped,

    /// <summary>It is gone.</summary>
    Removed,
}
