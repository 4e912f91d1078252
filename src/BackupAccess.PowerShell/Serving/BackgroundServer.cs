using BackupAccess.Engine.Sessions;

namespace BackupAccess.PowerShell.Serving;

/// <summary>Runs schedules and works the queue of one state folder in the background of this process.</summary>
internal sealed class BackgroundServer : IAsyncDisposable
{
    private readonly LocalClient _client;
    private readonly CancellationTokenSource _stop = new();
    private Task _serving = Task.CompletedTask;

    private BackgroundServer(LocalClient client)
    {
        _client = client;
        Info = new ServerInfo(client.Session.Endpoint, TimeProvider.System.GetLocalNow());
    }

    public ServerInfo Info { get; }

    /// <summary>Begins, and returns once it has looked at what stands in the state.</summary>
    /// <param name="client">The state folder, of this server alone.</param>
    /// <exception cref="Engine.Operations.StateException">The state can't be used.</exception>
    public static async Task<BackgroundServer> StartAsync(LocalClient client)
    {
        BackgroundServer server = new(client);
        TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
        server._serving = Task.Run(() => client.ServeAsync(ready.SetResult, server._stop.Token), CancellationToken.None);
        if (await Task.WhenAny(ready.Task, server._serving).ConfigureAwait(false) == server._serving)
        {
            await server.DisposeAsync().ConfigureAwait(false);
        }

        return server;
    }

    /// <summary>Ends it: tasks that run go back into the queue.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        try
        {
            await _serving.ConfigureAwait(false);
        }
        finally
        {
            await _client.DisposeAsync().ConfigureAwait(false);
            _stop.Dispose();
        }
    }
}
