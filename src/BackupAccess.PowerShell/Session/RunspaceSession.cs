using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using BackupAccess.Engine.Operations;

namespace BackupAccess.PowerShell.Session;

/// <summary>
/// Keeps one session a runspace, so that scripts side by side in one process act each as whom they signed in as. A session
/// ends with its runspace.
/// </summary>
internal static class RunspaceSession
{
    private static readonly ConditionalWeakTable<Runspace, IOperationClient> s_sessions = [];

    /// <summary>The session of the runspace that the calling thread runs in; null where there is none.</summary>
    public static IOperationClient? Current =>
        Runspace.DefaultRunspace is { } runspace && s_sessions.TryGetValue(runspace, out IOperationClient? client) ? client : null;

    /// <summary>Makes a client the calling thread's session; the one before it is closed.</summary>
    public static IOperationClient Replace(IOperationClient client)
    {
        Runspace runspace = Runspace.DefaultRunspace;
        if (!Close(runspace))
        {
            runspace.StateChanged += CloseWithRunspace;
        }

        s_sessions.Add(runspace, client);
        return client;
    }

    /// <summary>Closes the calling thread's session, if there is one.</summary>
    public static void Close()
    {
        Runspace runspace = Runspace.DefaultRunspace;
        if (Close(runspace))
        {
            runspace.StateChanged -= CloseWithRunspace;
        }
    }

    private static bool Close(Runspace runspace)
    {
        if (!s_sessions.TryGetValue(runspace, out IOperationClient? client))
        {
            return false;
        }

        s_sessions.Remove(runspace);
        client.DisposeAsync().AsTask().GetAwaiter().GetResult();
        return true;
    }

    private static void CloseWithRunspace(object? sender, RunspaceStateEventArgs e)
    {
        if (sender is Runspace runspace && e.RunspaceStateInfo.State is RunspaceState.Closed or RunspaceState.Broken)
        {
            Close(runspace);
        }
    }
}
