using System.Runtime.InteropServices;

namespace BackupAccess.Actor;

/// <summary>Exchanges each path with a link that leads out, over and over.</summary>
internal static partial class Swapper
{
    private const int CurrentFolder = -100;
    private const uint Exchange = 2;

    /// <summary>Says <c>ready</c> and then, after so many swaps of each path, <c>done</c>; goes on until its input ends.</summary>
    public static void Run(int rounds, string outside, string[] paths)
    {
        Task inputEnds = Task.Run(() => Console.In.ReadToEnd());
        Console.WriteLine("ready");
        int swaps = 0;
        bool isTold = false;
        while (!inputEnds.IsCompleted)
        {
            foreach (string path in paths)
            {
                swaps += TrySwap(path, Path.Combine(outside, Path.GetFileName(path))) ? 1 : 0;
            }

            if (!isTold && swaps >= rounds * paths.Length)
            {
                Console.WriteLine("done");
                isTold = true;
            }
        }
    }

    private static bool TrySwap(string path, string outside)
    {
        string other = path + ".other";
        if (RenameAt(CurrentFolder, path, CurrentFolder, other, Exchange) == 0)
        {
            return true;
        }

        // The restore took one of them away, or what is above is just swapped itself.
        _ = MakeLink(outside, other);
        return false;
    }

    [LibraryImport("libc", EntryPoint = "renameat2", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RenameAt(int oldFolder, string oldPath, int newFolder, string newPath, uint flags);

    [LibraryImport("libc", EntryPoint = "symlink", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakeLink(string target, string path);
}
