namespace BackupAccess.Repository;

/// <summary>What a blob holds: a chunk of a file, or a directory's JSON. Values are those of a pack header (design, "Pack Format").</summary>
public enum BlobType : byte
{
    Data = 0,
    Tree = 1,
}
