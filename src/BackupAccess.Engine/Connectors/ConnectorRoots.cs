using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Settings;

namespace BackupAccess.Engine.Connectors;

/// <summary>
/// What a connector of anybody but Administrator may be: a folder below one of those that the setting
/// <c>connectorRoots</c> sets aside. A connector reads whatever it names as the engine's user.
/// </summary>
internal static class ConnectorRoots
{
    private const string Outside = "it does not lie below a folder set aside for connectors of others than Administrator";

    /// <summary>Judged by the words of the request alone, before the file system is looked at: what lies outside isn't the caller's to ask about.</summary>
    /// <exception cref="AccessDeniedException">It is Administrator's to make.</exception>
    public static void RequireAllowed(OperationContext context, CreateConnector request)
    {
        if (context.IsAdministrator)
        {
            return;
        }

        if (request.Kind != ConnectorKind.Folder || request.Origin == ConnectorOrigin.Legacy)
        {
            throw context.Refuse(request.Name, request.Kind != ConnectorKind.Folder ? $"a connector of kind {request.Kind} is Administrator's to make" : "a connector is made legacy by Administrator only");
        }

        IReadOnlyList<string> roots = KnownSettings.ConnectorRoots.Read(context.Db);
        if (roots.Count == 0)
        {
            throw context.Refuse(request.Name, "no folders are set aside for connectors of others than Administrator");
        }

        if (request.Path is not { } path || !Path.IsPathFullyQualified(path) || path.Contains('\0', StringComparison.Ordinal)
            || !roots.Any(root => IsBelow(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)), root)))
        {
            throw context.Refuse(request.Name, Outside);
        }
    }

    /// <summary>Judged by where the path and the folders set aside really are.</summary>
    /// <param name="context">The caller's.</param>
    /// <param name="name">The connector's name.</param>
    /// <param name="path">A folder that is there, reached through no link; null for a connector without one.</param>
    /// <exception cref="AccessDeniedException">It lies outside.</exception>
    public static void RequireWithin(OperationContext context, string name, string? path)
    {
        if (!context.IsAdministrator && path is not null
            && !KnownSettings.ConnectorRoots.Read(context.Db).Any(root => ConnectorPath.RealPath(root) is { } real && IsBelow(path, real)))
        {
            throw context.Refuse(name, Outside);
        }
    }

    private static bool IsBelow(string path, string root) => path != root && ConnectorPath.IsWithin(path, root);
}
