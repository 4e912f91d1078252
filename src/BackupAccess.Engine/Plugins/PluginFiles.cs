using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using BackupAccess.Engine.Commands;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sources.Programs;
using BackupAccess.Engine.State;
using BackupAccess.Repository.Files;

namespace BackupAccess.Engine.Plugins;

/// <summary>
/// The files of a plug-in, looked at and open. What is started is what is open, so that one which is replaced in between is
/// still the one that was looked at.
/// </summary>
internal sealed class PluginFiles : IDisposable
{
    private const int MaxFirstLine = 256;

    private readonly AllowedCommand _command;
    private readonly TrustedFile _plugin;
    private readonly TrustedFile? _interpreter;

    private PluginFiles(AllowedCommand command, TrustedFile plugin, TrustedFile? interpreter) => (_command, _plugin, _interpreter) = (command, plugin, interpreter);

    /// <exception cref="StateException">It isn't there, or another than root and the engine's user could have changed it.</exception>
    /// <exception cref="BackupFailedException">This system is not Linux.</exception>
    public static PluginFiles Open(AllowedCommand command)
    {
        TrustedFile? interpreter = command.Plugin!.Interpreter is { } path ? OpenTrusted(path) : null;
        try
        {
            TrustedFile plugin = OpenTrusted(command.Path);
            RequireOwnInterpreter(plugin);
            return new PluginFiles(command, plugin, interpreter);
        }
        catch
        {
            interpreter?.Dispose();
            throw;
        }
    }

    /// <param name="user">Whom it runs as; null for who runs the engine.</param>
    /// <param name="mark">What it is known by, and all that it starts.</param>
    /// <exception cref="System.ComponentModel.Win32Exception">It can't be started.</exception>
    public ContainedProcess Start(PasswordEntry? user, string mark)
    {
        SafeHandle[] files = _interpreter is null ? [_plugin.Handle] : [_interpreter.Handle, _plugin.Handle];
        string[] script = _interpreter is null ? [] : [.. OptionsOf(_command.Path), PathOf(1)];
        string[] arguments = [.. script, .. _command.Arguments];
        Dictionary<string, string> environment = new(_command.Environment);
        environment.TryAdd("PATH", CommandProcess.SearchPath);
        environment.TryAdd("LANG", CommandProcess.Language);
        return user is null
            ? ContainedProcess.Start(PathOf(0), [_command.Plugin!.Interpreter ?? _command.Path, .. arguments], environment, mark, files)
            : ContainedProcess.Start(UserSwitch.Program, [UserSwitch.Program, .. UserSwitch.Arguments(user), PathOf(0), .. arguments], environment, mark, files);
    }

    public void Dispose()
    {
        _plugin.Dispose();
        _interpreter?.Dispose();
    }

    private static string PathOf(int file) => string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{ContainedProcess.FirstFile + file}");

    private static string[] OptionsOf(string script) =>
        script.EndsWith(".ps1", StringComparison.OrdinalIgnoreCase) ? ["-NoLogo", "-NoProfile", "-NonInteractive", "-File"] : [];

    /// <summary>A script's own first line names what reads it.</summary>
    private static void RequireOwnInterpreter(TrustedFile plugin)
    {
        string start = Encoding.UTF8.GetString(plugin.ReadStart(MaxFirstLine));
        if (start.StartsWith("#!", StringComparison.Ordinal))
        {
            string interpreter = start[2..].Split('\n')[0].Trim().Split(' ', '\t')[0];
            OpenTrusted(interpreter).Dispose();
        }
    }

    private static TrustedFile OpenTrusted(string path)
    {
        try
        {
            return TrustedFile.Open(path, FolderOwner.EffectiveUser());
        }
        catch (UntrustedFileException e)
        {
            throw new StateException("InsecurePermissions", e.Message, e);
        }
        catch (Exception e) when (e is FileSystemException or ArgumentException)
        {
            throw new StateException("StateUnavailable", $"\"{Names.Printable(path)}\" can't be looked at: {e.Message}", e);
        }
        catch (UnsupportedPlatformException e)
        {
            throw new BackupFailedException("UnsupportedPlatform", e.Message, e);
        }
    }
}
