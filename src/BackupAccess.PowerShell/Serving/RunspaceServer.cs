using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace BackupAccess.PowerShell.Serving;

/// <summary>Keeps one server a runspace. It ends with its runspace, and with the module.</summary>
internal static class RunspaceServer
{
    private static readonly ConditionalWeakTable<Runspace, BackgroundServer> s_servers = [];

    /// <summary>The server of the runspace that the calling thread runs in; null where there is none.</summary>
    public static BackgroundServer? Current =>
        Runspace.DefaultRunspace is { } runspace && s_servers.TryGetValue(runspace, out BackgroundServer? server) ? server : null;

    public static void Keep(BackgroundServer server)
    {
        Runspace runspace = Runspace.DefaultRunspace;
        s_servers.Add(runspace, server);
        runspace.StateChanged += StopWithRunspace;
    }

    /// <summary>Stops the calling thread's server.</summary>
    /// <returns>What it was; null where there is none.</returns>
    public static ServerInfo? Stop() => Runspace.DefaultRunspace is { } runspace ? Stop(runspace) : null;

    private static ServerInfo? Stop(Runspace runspace)
    {
        if (!s_servers.TryGetValue(runspace, out BackgroundServer? server))
        {
            return null;
        }

        s_servers.Remove(runspace);
        runspace.StateChanged -= StopWithRunspace;
        server.DisposeAsync().AsTask().GetAwaiter().GetResult();
        return server.Info;
    }

    private static void StopWithRunspace(object? sender, RunspaceStateEventArgs e)
    {
        if (sender is Runspace runspace && e.RunspaceStateInfo.State is RunspaceState.Closed or RunspaceState.Broken)
        {
            Stop(runspace);
        }
    }
}
