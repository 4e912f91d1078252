using System.Globalization;
using System.Runtime.InteropServices;
using BackupAccess.Repository.Files;
using BackupAccess.Repository.Trees;

namespace BackupAccess.Actor;

/// <summary>Exchanges entries of a target with links that lead out, over and over.</summary>
internal sealed partial class Swapper(DirectoryHandle target, DirectoryHandle junk, string outside)
{
    private const uint Exchange = 2;

    private int _junk;

    /// <summary>Says <c>ready</c> and then, after so many swaps of each path, <c>done</c>; goes on until its input ends.</summary>
    /// <param name="rounds">How many.</param>
    /// <param name="target">The folder that is restored to.</param>
    /// <param name="junk">Where what is in the way is moved to.</param>
    /// <param name="outside">Where the links lead to: what has the path's last name.</param>
    /// <param name="paths">What is swapped, from the target.</param>
    public static void Run(int rounds, string target, string junk, string outside, string[] paths)
    {
        using DirectoryHandle from = DirectoryHandle.Open(target);
        using DirectoryHandle to = DirectoryHandle.Open(junk);
        Swapper swapper = new(from, to, outside);
        TreePath[] swapped = [.. paths.Select(TreePath.Parse)];
        Task inputEnds = Task.Run(() => Console.In.ReadToEnd());
        Console.WriteLine("ready");
        long wanted = (long)rounds * swapped.Length;
        for (long swaps = 0; !inputEnds.IsCompleted;)
        {
            int more = swapped.Count(swapper.TrySwap);
            if (swaps < wanted && swaps + more >= wanted)
            {
                Console.WriteLine("done");
            }

            swaps += more;
        }
    }

    private bool TrySwap(TreePath path)
    {
        try
        {
            using DirectoryHandle folder = target.OpenBeneath(path.Parent!);
            string name = path.Name.ToString();
            string link = name + ".other";
            bool isSwapped = RenameAt(folder, name, folder, link, Exchange) == 0;
            if (!IsLink(folder, name) && !IsLink(folder, link))
            {
                // The restore put something in the place of the link.
                _ = RenameAt(folder, link, junk, string.Create(CultureInfo.InvariantCulture, $"{++_junk}"), 0);
                _ = MakeLinkAt(Path.Combine(outside, name), folder, link);
            }

            return isSwapped;
        }
        catch (FileSystemException)
        {
            // What is above is swapped itself.
            return false;
        }
    }

    private static bool IsLink(DirectoryHandle folder, string name) => ReadLinkAt(folder, name, new byte[4096], 4096) >= 0;

    [LibraryImport("libc", EntryPoint = "renameat2", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RenameAt(SafeHandle oldFolder, string oldName, SafeHandle newFolder, string newName, uint flags);

    [LibraryImport("libc", EntryPoint = "symlinkat", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakeLinkAt(string target, SafeHandle folder, string name);

    [LibraryImport("libc", EntryPoint = "readlinkat", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint ReadLinkAt(SafeHandle folder, string name, [Out] byte[] target, nuint length);
}
