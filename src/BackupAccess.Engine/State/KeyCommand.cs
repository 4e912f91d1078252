using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using BackupAccess.Engine.Commands;
using BackupAccess.Engine.DesiredState;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sessions;

namespace BackupAccess.Engine.State;

/// <summary>
/// The keys from a command whose standard output they are. <c>key.yaml</c> in the state folder names it, and the command
/// that takes new ones on its standard input where there is one; its generation is raised whenever that has been run.
/// </summary>
internal sealed class KeyCommand : IKeySource
{
    public const string FileName = "key.yaml";

    private readonly string _folder;
    private readonly string _path;

    private KeyCommand(string folder)
    {
        _folder = folder;
        _path = Path.Combine(folder, FileName);
    }

    public bool IsWritable => ReadFile().Put is not null;

    public static bool IsUsedBy(string folder) => File.Exists(Path.Combine(folder, FileName));

    public static KeyCommand Of(string folder) => new(folder);

    /// <summary>Writes down that the keys of a folder come from commands.</summary>
    /// <exception cref="StateException">A command isn't in the list, or is there for something else.</exception>
    public static KeyCommand Create(string folder, KeyCommandNames names)
    {
        KeyCommand source = new(folder);
        source.Find(names.Get);
        if (names.Put is { } put)
        {
            source.Find(put);
        }

        source.WriteFile(new Names(names.Get, names.Put, Generation: 1));
        return source;
    }

    public byte[] ReadStamp() => Encoding.UTF8.GetBytes(ReadText());

    public KeyRing Read()
    {
        byte[] output = Run(ReadFile().Get, []);
        try
        {
            return KeyRing.Parse(output) ?? throw Unavailable($"the command \"{ReadFile().Get}\" gave no key");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(output);
        }
    }

    public void Write(KeyRing ring)
    {
        Names names = ReadFile();
        string put = names.Put ?? throw Unavailable("no command is named that takes a new one");
        byte[] text = ring.Format();
        try
        {
            Run(put, text);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(text);
            // Whatever has become of it, everybody asks anew.
            WriteFile(names with { Generation = names.Generation + 1 });
        }
    }

    private byte[] Run(string command, ReadOnlySpan<byte> input)
    {
        AllowedCommand found = Find(command);
        try
        {
            return CommandRun.Run(found, input);
        }
        catch (StateException e)
        {
            throw Unavailable(e.Message.TrimEnd('.'), e);
        }
    }

    private AllowedCommand Find(string command)
    {
        try
        {
            return CommandList.Require(_folder, command, CommandPurpose.Key);
        }
        catch (StateException e) when (e.ErrorId != "WrongCommandPurpose")
        {
            throw Unavailable(e.Message.TrimEnd('.'), e);
        }
    }

    private Names ReadFile()
    {
        OwnFile.Require(_path);
        List<StateFinding> findings = [];
        if (YamlReader.Read(new StateDocument(_path, _folder, ReadText()), findings) is [YamlNode.Map map])
        {
            MapReader reader = new(map, _path, findings);
            Names names = new(reader.RequireText("keyCommand"), reader.Text("keyPutCommand").Value, reader.Integer("generation").Value ?? 0);
            reader.Finish();
            if (findings.Count == 0)
            {
                return names;
            }
        }

        throw Unavailable(findings.Count > 0 ? findings[0].ToString().TrimEnd('.') : $"\"{_path}\" isn't one map");
    }

    private string ReadText()
    {
        try
        {
            return File.ReadAllText(_path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unavailable(e.Message.TrimEnd('.'), e);
        }
    }

    private void WriteFile(Names names)
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"keyCommand: \"{names.Get}\"\n{(names.Put is null ? "" : $"keyPutCommand: \"{names.Put}\"\n")}generation: {names.Generation}\n");
        string temporary = $"{_path}.new";
        try
        {
            File.Delete(temporary);
            using (FileStream file = PrivateFile.Create(temporary))
            {
                file.Write(Encoding.UTF8.GetBytes(text));
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, _path, overwrite: true);
            PrivateFile.FlushFolder(_folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StateException("StateUnavailable", $"\"{_path}\" can't be written: {e.Message}", e);
        }
    }

    private StateException Unavailable(string why, Exception? inner = null) =>
        new("KeyUnavailable", $"The key of the state in \"{_folder}\" can't be had: {why}.", inner);

    private sealed record Names(string Get, string? Put, int Generation);
}
