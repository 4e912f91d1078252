using System.Text;

namespace BackupAccess.Repository.Trees;

/// <summary>Where an entry lies below a tree: names from the top down. The root has none.</summary>
public sealed class TreePath : IEquatable<TreePath>
{
    private TreePath(TreePath? parent, FileName name)
    {
        Parent = parent;
        Name = name;
        Depth = parent is null ? 0 : parent.Depth + 1;
        ByteLength = parent is null ? 0 : parent.ByteLength + (parent.ByteLength > 0 ? 1 : 0) + name.Length;
    }

    public static TreePath Root { get; } = new(null, default);

    /// <summary>The directory that it lies in; null of the root.</summary>
    public TreePath? Parent { get; }

    /// <summary>The last name; nothing of the root.</summary>
    public FileName Name { get; }

    /// <summary>How many names it has.</summary>
    public int Depth { get; }

    /// <summary>Length in bytes, the slashes between names included.</summary>
    public int ByteLength { get; }

    /// <summary>Reads names between slashes, each as <see cref="FileName.Parse"/> does; nothing is the root.</summary>
    /// <exception cref="FormatException">A name between two slashes is none.</exception>
    public static TreePath Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        TreePath path = Root;
        if (text.Length > 0)
        {
            foreach (string name in text.Split('/'))
            {
                path = path.Append(FileName.Parse(name));
            }
        }

        return path;
    }

    public TreePath Append(FileName name) => new(this, name);

    /// <summary>The names from the top down.</summary>
    public FileName[] ToNames()
    {
        FileName[] names = new FileName[Depth];
        for (TreePath path = this; path.Parent is { } parent; path = parent)
        {
            names[path.Depth - 1] = path.Name;
        }

        return names;
    }

    /// <summary>Writes <see cref="ByteLength"/> bytes: the names with slashes between.</summary>
    public void CopyTo(Span<byte> destination)
    {
        for (TreePath path = this; path.Parent is { } parent; path = parent)
        {
            path.Name.Bytes.CopyTo(destination[(path.ByteLength - path.Name.Length)..]);
            if (parent.ByteLength > 0)
            {
                destination[parent.ByteLength] = (byte)'/';
            }
        }
    }

    public bool Equals(TreePath? other)
    {
        TreePath? mine = this;
        for (; mine is not null && other is not null && mine.Depth == other.Depth && mine.Name == other.Name; mine = mine.Parent)
        {
            if (ReferenceEquals(mine, other))
            {
                return true;
            }

            other = other.Parent;
        }

        return mine is null && other is null;
    }

    public override bool Equals(object? obj) => Equals(obj as TreePath);

    public override int GetHashCode() => HashCode.Combine(Depth, ByteLength, Name);

    public override string ToString()
    {
        StringBuilder text = new(ByteLength);
        foreach (FileName name in ToNames())
        {
            text.Append(text.Length > 0 ? "/" : "").Append(name.ToString());
        }

        return text.ToString();
    }
}
