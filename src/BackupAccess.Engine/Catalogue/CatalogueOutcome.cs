namespace BackupAccess.Engine.Catalogue;

/// <summary>What became of an account's catalogue.</summary>
public enum CatalogueOutcome
{
    /// <summary>It told what the repository holds.</summary>
    Unchanged,

    /// <summary>It does now.</summary>
    Updated,

    /// <summary>The account was brought back from its record.</summary>
    Adopted,

    /// <summary>Nothing was changed: see the findings.</summary>
    Failed,
}
