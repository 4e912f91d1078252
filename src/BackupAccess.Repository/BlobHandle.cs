namespace BackupAccess.Repository;

/// <summary>Names one blob: its kind and the SHA-256 of its plain content.</summary>
public readonly record struct BlobHandle(BlobType Type, ObjectId Id)
{
    public override string ToString() => $"{(Type == BlobType.Tree ? "tree" : "data")} {Id}";
}
