namespace BackupAccess.Engine.DesiredState;

/// <summary>The sections of desired-state documents, which are also the kinds of documents that hold one only.</summary>
public static class StateSections
{
    /// <summary>In the order in which they are written.</summary>
    public static IReadOnlyList<string> All => StateExporter.Sections;
}
