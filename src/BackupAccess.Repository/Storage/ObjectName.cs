namespace BackupAccess.Repository.Storage;

/// <summary>Names one stored object. The config has no id: its is all zeroes.</summary>
public readonly record struct ObjectName(ObjectKind Kind, ObjectId Id)
{
    public static ObjectName Config { get; } = new(ObjectKind.Config, default);

    public override string ToString() => Kind == ObjectKind.Config ? "config" : $"{Kind.ToString().ToLowerInvariant()} {Id}";
}
