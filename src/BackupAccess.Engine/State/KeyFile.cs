using System.Security.Cryptography;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.State;

/// <summary>The keys in a file beside the database, which only its owner reads.</summary>
internal sealed class KeyFile(string path) : IKeySource
{
    public bool IsWritable => true;

    public byte[] ReadStamp() => SHA256.HashData(ReadText());

    public KeyRing Read()
    {
        byte[] text = ReadText();
        try
        {
            return KeyRing.Parse(text) ?? throw new StateException("StateDamaged", $"The file \"{path}\" holds no key.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(text);
        }
    }

    public void Write(KeyRing ring)
    {
        byte[] text = ring.Format();
        string temporary = $"{path}.new";
        try
        {
            File.Delete(temporary);
            using (FileStream file = PrivateFile.Create(temporary))
            {
                file.Write(text);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
            PrivateFile.FlushFolder(Path.GetDirectoryName(path)!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StateException("StateUnavailable", $"The key file \"{path}\" can't be written: {e.Message}", e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(text);
        }
    }

    private byte[] ReadText()
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StateException("StateUnavailable", $"The key file \"{path}\" can't be read: {e.Message}", e);
        }
    }
}
