using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Repairing;

/// <summary>What is lost of each damaged tree, kept by tree and not by path: there may be any number of paths to one.</summary>
internal sealed class TreeLosses
{
    private readonly Dictionary<ObjectId, List<Entry>> _entries = [];

    /// <summary>Whether something is lost of a tree or below it.</summary>
    public bool Has(ObjectId tree) => _entries.ContainsKey(tree);

    /// <summary>Adds what a tree's own entry lost.</summary>
    public void Add(ObjectId tree, FileName name, string problem, long? bytesLost) => Add(tree, new Entry(name, problem, bytesLost, default));

    /// <summary>Adds that something is lost below a tree's directory.</summary>
    public void Add(ObjectId tree, FileName name, ObjectId below) => Add(tree, new Entry(name, Problem: null, BytesLost: null, below));

    /// <summary>All that is lost below a tree, in the order of the paths' walk; a damaged tree's losses at its first path only.</summary>
    public List<PathLoss> Below(ObjectId root)
    {
        List<PathLoss> losses = [];
        Dictionary<ObjectId, TreePath> told = new() { [root] = TreePath.Root };
        Stack<(TreePath Path, IEnumerator<Entry> Entries)> open = new();
        open.Push((TreePath.Root, EntriesOf(root)));
        while (open.TryPeek(out (TreePath Path, IEnumerator<Entry> Entries) top))
        {
            if (!top.Entries.MoveNext())
            {
                open.Pop();
                continue;
            }

            Entry entry = top.Entries.Current;
            TreePath path = top.Path.Append(entry.Name);
            if (entry.Problem is { } problem)
            {
                losses.Add(new PathLoss(path, problem, entry.BytesLost));
            }
            else if (told.TryAdd(entry.Below, path))
            {
                open.Push((path, EntriesOf(entry.Below)));
            }
            else
            {
                losses.Add(new PathLoss(path, $"it lacks what \"{told[entry.Below]}\" lacks", BytesLost: null));
            }
        }

        return losses;
    }

    private void Add(ObjectId tree, Entry entry)
    {
        if (!_entries.TryGetValue(tree, out List<Entry>? entries))
        {
            _entries.Add(tree, entries = []);
        }

        entries.Add(entry);
    }

    private IEnumerator<Entry> EntriesOf(ObjectId tree) => (_entries.GetValueOrDefault(tree) ?? []).AsEnumerable().GetEnumerator();

    /// <summary>A problem of an entry's own, or the tree below it that has some.</summary>
    private readonly record struct Entry(FileName Name, string? Problem, long? BytesLost, ObjectId Below);
}
