using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Settings;

namespace BackupAccess.Engine.Audit;

/// <summary>Where the head of the audit log is exported to. A name of its own keeps the engine from writing over anything else.</summary>
internal sealed class HeadFileSetting(string name, string description) : TextSetting(name, $"an absolute path that ends in {Extension}", Normalized, description)
{
    private const string Extension = ".head";

    /// <summary>What lies in the state folder is the engine's own, the log's head among it.</summary>
    public override void RequireSettable(IReadOnlyList<string> value, OperationContext context)
    {
        if (value is [var file] && ConnectorPath.IsWithin(Real(Path.GetDirectoryName(file)!), Real(context.Services.Folder.Path)))
        {
            throw Refuse("a file outside the state folder");
        }

        context.Services.Database.Audit!.Export.Hurry();
    }

    private static string Real(string folder) => ConnectorPath.RealPath(folder) ?? folder;

    private static string? Normalized(string path) =>
        Path.IsPathFullyQualified(path) && !path.Any(char.IsControl) && Path.GetFileName(path).Length > Extension.Length && path.EndsWith(Extension, StringComparison.Ordinal)
            ? Path.GetFullPath(path)
            : null;
}
