namespace BackupAccess.Repository.Storage;

/// <summary>Where each object lies in a repository's folder.</summary>
internal sealed class LocalLayout(string root)
{
    private const string TemporaryMark = "-tmp-";
    private const UnixFileMode FolderMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public string PathOf(ObjectName name)
    {
        string id = name.Id.ToString();
        return name.Kind switch
        {
            ObjectKind.Config => Path.Combine(root, "config"),
            ObjectKind.Pack => Path.Combine(FolderOf(name.Kind), id[..2], id),
            ObjectKind.Key or ObjectKind.Lock or ObjectKind.Snapshot or ObjectKind.Index or ObjectKind.Quarantine => Path.Combine(FolderOf(name.Kind), id),
            _ => throw new ArgumentOutOfRangeException(nameof(name)),
        };
    }

    /// <summary>Every object of a kind; files whose names aren't an object's are no objects.</summary>
    public IEnumerable<StoredObject> List(ObjectKind kind)
    {
        if (kind == ObjectKind.Config)
        {
            return PlainFile.SizeOf(PathOf(ObjectName.Config)) is { } size ? [new StoredObject(ObjectName.Config, size)] : [];
        }

        return Recognize(kind, Files(kind));
    }

    /// <summary>Files under the temporary names of this library and of restic's local backend, which has the same.</summary>
    public IEnumerable<FileInfo> ListUnfinished(ObjectKind kind) => Files(kind).Where(file => IsTemporary(kind, file.Name));

    /// <summary>A name beside the object's, that nothing else has.</summary>
    public static string TemporaryFor(string path) => $"{path}{TemporaryMark}{Guid.NewGuid():N}";

    /// <summary>Makes a folder and those above it that are missing; each name is on the disk when this returns.</summary>
    public static void CreateFolder(string path)
    {
        if (Directory.Exists(path))
        {
            return;
        }

        string? parent = Path.GetDirectoryName(path);
        if (parent is not null)
        {
            CreateFolder(parent);
        }

        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, FolderMode);
        }

        if (parent is not null)
        {
            FolderSync.Flush(parent);
        }
    }

    private static bool IsTemporary(ObjectKind kind, string name)
    {
        int mark = name.IndexOf(TemporaryMark, StringComparison.Ordinal);
        return mark >= 0 && (kind == ObjectKind.Config ? name[..mark] == "config" : ObjectId.TryParse(name.AsSpan(0, mark), out _));
    }

    private IEnumerable<FileInfo> Files(ObjectKind kind)
    {
        DirectoryInfo folder = new(FolderOf(kind));
        try
        {
            return kind == ObjectKind.Pack
                ? folder.EnumerateDirectories("??").SelectMany(sub => sub.EnumerateFiles())
                : folder.EnumerateFiles();
        }
        catch (DirectoryNotFoundException)
        {
            // Made with its first object. A folder that vanishes later, while it is read, is a failure.
            return [];
        }
    }

    private static IEnumerable<StoredObject> Recognize(ObjectKind kind, IEnumerable<FileInfo> files)
    {
        foreach (FileInfo file in files)
        {
            if (ObjectId.TryParse(file.Name, out ObjectId id) && id.ToString() == file.Name && IsInPlace(kind, file) && PlainFile.SizeOf(file.FullName) is { } size)
            {
                yield return new StoredObject(new ObjectName(kind, id), size);
            }
        }
    }

    /// <summary>Packs are looked for in the folder that their id begins with.</summary>
    private static bool IsInPlace(ObjectKind kind, FileInfo file) =>
        kind != ObjectKind.Pack || file.Name.StartsWith(file.Directory!.Name, StringComparison.Ordinal);

    private string FolderOf(ObjectKind kind) => Path.Combine(root, kind switch
    {
        ObjectKind.Config => "",
        ObjectKind.Key => "keys",
        ObjectKind.Lock => "locks",
        ObjectKind.Snapshot => "snapshots",
        ObjectKind.Index => "index",
        ObjectKind.Pack => "data",
        ObjectKind.Quarantine => "quarantine",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    });
}
