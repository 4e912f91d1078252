using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Tasks;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Sessions;

/// <summary>The engine in this process, over a local state folder.</summary>
public sealed class LocalClient : IOperationClient
{
    private readonly EngineServices _services;
    private readonly BackupEngine _engine;
    private readonly Session _session;

    private LocalClient(EngineServices services, BackupEngine engine, Session session)
    {
        _services = services;
        _engine = engine;
        _session = session;
        Session = new SessionInfo
        {
            Endpoint = services.Folder.Path,
            Principal = session.Name,
            Method = session.Method,
            AccessKeyId = session.AccessKeyId,
            SignedInAt = session.SignedInAt,
            PasswordExpired = session.PasswordExpired,
        };
    }

    public SessionInfo Session { get; }

    /// <summary>Creates a state folder with its first administrator, and connects to it as the local principal.</summary>
    /// <param name="store">The folder to make.</param>
    /// <param name="operatingSystemUser">Who makes it.</param>
    /// <param name="administrator">The first user's name; it holds Administrator.</param>
    /// <param name="password">Its password, if it is to have one already.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="StateException">The folder isn't empty.</exception>
    /// <exception cref="InvalidRequestException">The name or the password can't be used; nothing is made.</exception>
    public static async Task<LocalClient> InitializeAsync(LocalStore store, string operatingSystemUser, string administrator, Secret? password, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        CreateUser create = new(administrator, [BuiltInAccess.AdministratorRole], ConsoleAccess.On, password, Until: null);
        new CreateUserHandler().Validate(create);
        store.KeyCommand?.Validate();
        EngineServices services = new(StateFolder.Create(store.Path, store.Time, store.KeyCommand), store.Time, store.Boot);
        LocalClient client = await EnterAsync(services, store, new SignIn.Local(operatingSystemUser), cancellationToken).ConfigureAwait(false);
        await client.InvokeAsync(create, progress: null, cancellationToken).ConfigureAwait(false);
        return client;
    }

    /// <summary>Opens a state folder and signs in.</summary>
    /// <exception cref="StateException">There is no state, its permissions are too wide, or a newer version made it.</exception>
    /// <exception cref="SignInException">The sign-in failed.</exception>
    public static Task<LocalClient> ConnectAsync(LocalStore store, SignIn signIn, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(signIn);
        cancellationToken.ThrowIfCancellationRequested();
        EngineServices services = new(StateFolder.Open(store.Path, store.Time), store.Time, store.Boot);
        return EnterAsync(services, store, signIn, cancellationToken);
    }

    public Task<TResult> InvokeAsync<TResult>(IOperation<TResult> request, IProgress<WorkProgress>? progress, CancellationToken cancellationToken) =>
        InvokeAsync(request, progress, approvals: [], cancellationToken);

    public Task<TResult> InvokeAsync<TResult>(
        IOperation<TResult> request, IProgress<WorkProgress>? progress, IReadOnlyList<Guid> approvals, CancellationToken cancellationToken) =>
        _engine.InvokeAsync(_session, request, progress, approvals, cancellationToken);

    public Task<WorkTask> QueueAsync<TResult>(IOperation<TResult> request, IReadOnlyList<Guid> approvals, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(_engine.Queue(_session, request, approvals));
    }

    public void StartWorking() => _engine.StartWorking();

    /// <summary>Works the queue until nothing in it waits for a worker and what was begun is over.</summary>
    /// <param name="ended">Hears of each task that has ended.</param>
    /// <param name="cancellationToken">Stops the work; what runs goes back into the queue.</param>
    public Task WorkQueueAsync(IProgress<WorkTask>? ended, CancellationToken cancellationToken) => _engine.WorkQueueAsync(ended, cancellationToken);

    /// <summary>Runs schedules when they are due, works the queue, and does what else falls due, until it is ended.</summary>
    /// <param name="ready">Told once, when it has begun.</param>
    /// <param name="cancellationToken">Ends it; when the client is disposed of, tasks that run go back into the queue.</param>
    /// <exception cref="StateException">The state can't be used.</exception>
    public async Task ServeAsync(Action? ready, CancellationToken cancellationToken)
    {
        await _engine.ServeAsync(ready, cancellationToken).ConfigureAwait(false);
        _services.Outbox.Leave();
    }

    private static async Task<LocalClient> EnterAsync(EngineServices services, LocalStore store, SignIn signIn, CancellationToken cancellationToken)
    {
        BackupEngine engine = new(services);
        SignInGate gate = new(engine, services, new SignInOrigin(store.Channel, store.Address));
        LocalClient client = new(services, engine, await gate.EnterAsync(signIn, cancellationToken).ConfigureAwait(false));
        services.Undoing.Begin(services);
        services.Snapshots.Begin(services);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync().ConfigureAwait(false);
        await _services.Undoing.DisposeAsync().ConfigureAwait(false);
        await _services.Snapshots.DisposeAsync().ConfigureAwait(false);
        await _services.Outbox.DisposeAsync().ConfigureAwait(false);
        _services.Database.Audit?.Export.Dispose();
        _services.Database.Release();
    }
}
