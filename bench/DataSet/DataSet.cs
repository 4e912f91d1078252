using System.Globalization;
using System.Text;

namespace BackupAccess.Bench.Data;

/// <summary>
/// The same files on every machine, shaped like hosting accounts of 2,000 files and about 41 MB each: an application that
/// most share, mail, pictures, logs and a few large dumps.
/// </summary>
internal sealed class DataSet(string folder)
{
    private const int ApplicationFiles = 1100;
    private const int Mails = 700;
    private const int Pictures = 182;
    private const int Logs = 15;
    private const int Dumps = 3;

    private static readonly DateTime s_epoch = new(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly string[] s_words = MakeWords();

    public void Make(int accounts) => Parallel.For(0, accounts, account =>
    {
        Random random = new(account);
        string home = Path.Combine(folder, $"account{account:d2}");
        for (int i = 0; i < ApplicationFiles; i++)
        {
            // Four in five files are the application's own, the same for everybody who has its version.
            int seed = i % 5 == 0 ? random.Next() : 1_000_000 + i + (account % 3 * 10_000);
            Write(Path.Combine(home, "public_html", $"part{i / 60:d2}", $"module{i:d4}.php"), Text(new Random(seed), 500, 15_000));
        }

        for (int i = 0; i < Mails; i++)
        {
            Write(Path.Combine(home, "Maildir", i % 4 == 0 ? "new" : $".Folder{i / 100}", $"{1_700_000_000 + i}.M{account}"), Text(random, 600, 12_000));
        }

        for (int i = 0; i < Pictures; i++)
        {
            Write(Path.Combine(home, "public_html", "uploads", $"{i / 31:d2}", $"picture{i:d4}.jpg"), Noise(random, 5_000, 120_000));
        }

        for (int i = 0; i < Logs; i++)
        {
            Write(Path.Combine(home, "logs", $"access.{i:d2}.log"), Text(random, 50_000, 600_000));
        }

        for (int i = 0; i < Dumps; i++)
        {
            Write(Path.Combine(home, "backups", $"dump{i}.sql"), Text(random, 1_000_000, 7_000_000));
        }
    });

    /// <summary>Appends to every hundredth file, taken in order of names.</summary>
    public void ChangeOnePercent()
    {
        string[] files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories);
        Array.Sort(files, StringComparer.Ordinal);
        for (int i = 0; i < files.Length; i += 100)
        {
            File.AppendAllText(files[i], string.Create(CultureInfo.InvariantCulture, $"changed {i}\n"));
        }
    }

    /// <summary>Removes every second account, taken in order of names.</summary>
    public void RemoveHalf()
    {
        string[] accounts = Directory.GetDirectories(folder);
        Array.Sort(accounts, StringComparer.Ordinal);
        for (int i = 0; i < accounts.Length; i += 2)
        {
            Directory.Delete(accounts[i], recursive: true);
        }
    }

    private static void Write(string path, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        File.SetLastWriteTimeUtc(path, s_epoch.AddSeconds(content.Length * 37 % 30_000_000));
    }

    private static byte[] Text(Random random, int minimum, int maximum)
    {
        int length = random.Next(minimum, maximum);
        StringBuilder text = new(length + 64);
        while (text.Length < length)
        {
            int word = Math.Min(random.Next(s_words.Length), random.Next(s_words.Length));
            text.Append(s_words[word]).Append(random.Next(12) == 0 ? '\n' : ' ');
            if (random.Next(8) == 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"{random.Next()} ");
            }
        }

        return Encoding.ASCII.GetBytes(text.ToString(0, length));
    }

    private static byte[] Noise(Random random, int minimum, int maximum)
    {
        byte[] noise = new byte[random.Next(minimum, maximum)];
        random.NextBytes(noise);
        return noise;
    }

    private static string[] MakeWords()
    {
        Random random = new(4711);
        return [.. Enumerable.Range(0, 4000).Select(_ => string.Concat(Enumerable.Range(0, random.Next(2, 11)).Select(_ => (char)('a' + random.Next(26)))))];
    }
}
