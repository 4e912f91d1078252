using BackupAccess.Engine.Backups;
using BackupAccess.Repository.Files;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Engine.Sources;

/// <summary>An item that comes from one or several providers. One that fails costs the others nothing.</summary>
internal sealed class ProvidedSource(BackupItem item, IReadOnlyList<IItemProvider> providers) : IItemSource
{
    public BackupItem Item => item;

    public async Task<IReadOnlyList<ArchiveSource>> FindAsync(SourceScan scan, CancellationToken cancellationToken)
    {
        List<ArchiveSource> found = [];
        foreach (IItemProvider provider in providers)
        {
            try
            {
                Add(found, await provider.FindAsync(scan, cancellationToken).ConfigureAwait(false), provider.Name);
            }
            catch (Exception e) when (e is ItemFailedException or FileSystemException)
            {
                found.Add(new SourceStream(FreeName(found, FileName.Parse(provider.Name), provider.Name), _ => throw new SourceFailedException(e.Message, e)));
            }
        }

        return found;
    }

    public async Task RestoreAsync(ItemRestore restore, CancellationToken cancellationToken)
    {
        foreach (IItemProvider provider in providers)
        {
            try
            {
                await provider.RestoreAsync(restore, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is ItemFailedException or FileSystemException)
            {
                restore.Problem(e.Message);
            }
        }

        await foreach (TreePath path in restore.UnclaimedAsync(cancellationToken).ConfigureAwait(false))
        {
            restore.Problem($"\"{path}\" has no place of the account's today.");
        }
    }

    /// <summary>Two providers may have one folder; of two files of one name the later has its provider's in the name.</summary>
    private static void Add(List<ArchiveSource> found, IEnumerable<ArchiveSource> more, string provider)
    {
        foreach (ArchiveSource source in more)
        {
            int at = found.FindIndex(other => other.Name == source.Name);
            if (at < 0)
            {
                found.Add(source);
            }
            else if (found[at] is SourceFolder first && source is SourceFolder second)
            {
                List<ArchiveSource> content = [.. first.Content];
                Add(content, second.Content, provider);
                found[at] = first with { Content = content };
            }
            else
            {
                found.Add(source is SourceStream
                    ? source with { Name = FreeName(found, source.Name, provider) }
                    : throw new ItemFailedException($"Two sources have the name \"{source.Name}\"."));
            }
        }
    }

    private static FileName FreeName(List<ArchiveSource> found, FileName name, string provider)
    {
        if (found.TrueForAll(other => other.Name != name))
        {
            return name;
        }

        string text = name.ToString();
        int dot = text.LastIndexOf('.');
        return FileName.Parse(dot > 0 ? $"{text[..dot]}.{provider}{text[dot..]}" : $"{text}.{provider}");
    }
}
