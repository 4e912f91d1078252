using System.Text;
using BackupAccess.Engine.Access;
using BackupAccess.Engine.Access.Compilation;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Tests.Escalation;

/// <summary>Users who act together against one state, and what they could give each other when they began.</summary>
internal sealed class Band : IAsyncDisposable
{
    private static readonly TimeSpan[] s_ends = [TimeSpan.FromHours(1), TimeSpan.FromDays(1), TimeSpan.FromDays(100)];

    private readonly LocalStore _state;
    private readonly Random _random;
    private readonly StateDatabase _database;
    private readonly Dictionary<string, LocalClient> _sessions = [];
    private readonly StringBuilder _log = new();
    private GivableAccess _givable = null!;

    private Band(LocalStore state, Random random)
    {
        _state = state;
        _random = random;
        _database = StateDatabase.Open(Path.Combine(state.Path, "state.db"), state.Time);
    }

    /// <summary>What was tried, and what came of it.</summary>
    public string Log => _log.ToString();

    public static async Task<Band> GatherAsync(LocalStore state, IReadOnlyDictionary<string, NewAccessKey> keys, Random random)
    {
        Band band = new(state, random);
        await using (LocalClient local = await LocalClient.ConnectAsync(state, new SignIn.Local("tester"), default))
        {
            foreach (string member in EscalationWorld.Members)
            {
                await band.DrawAsync(local, new UserReference(member));
                band._sessions[member] = await LocalClient.ConnectAsync(state, new SignIn.AccessKey(keys[member].AccessKeyId, keys[member].SecretAccessKey), default);
            }
        }

        using StateConnection db = band._database.Connect();
        band._givable = new GivableAccess(db, EscalationWorld.Members, state.Time.Now());
        return band;
    }

    /// <summary>Has one of the band try something; the number of its kind where it was let.</summary>
    public async Task<int?> TryAsync()
    {
        (string name, LocalClient session) = _sessions.ElementAt(_random.Next(_sessions.Count));
        (int kind, Func<IOperationClient, Task<object?>> act, string words) = Step.Draw(_random, _state.Time.GetUtcNow());
        try
        {
            object? result = await act(session);
            Assert.True(kind < Step.Kinds, $"{name} was let {words}");
            _log.AppendLine(System.Globalization.CultureInfo.InvariantCulture, $"{name} {words}");
            if (result is NewAccessKey key && !_sessions.ContainsKey(key.User))
            {
                _sessions[key.User] = await LocalClient.ConnectAsync(_state, new SignIn.AccessKey(key.AccessKeyId, key.SecretAccessKey), default);
            }

            return kind;
        }
        catch (EngineException)
        {
            return null;
        }
    }

    /// <summary>Something that one of the band may now and that none of them could have given; null where there is nothing.</summary>
    public string? FindExcess()
    {
        using StateConnection db = _database.Connect();
        foreach (string name in _sessions.Keys)
        {
            if (UserStore.Find(db, name) is { } user
                && _givable.FindExcess(db, PolicyCompiler.Compile(db, user.Guid, version: 0)!.Policy) is { } excess)
            {
                return $"{name} may {excess}";
            }
        }

        return null;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (LocalClient session in _sessions.Values)
        {
            await session.DisposeAsync();
        }

        _database.Release();
        Directory.Delete(_state.Path, recursive: true);
    }

    private async Task DrawAsync(LocalClient local, UserReference member)
    {
        for (int i = _random.Next(3); i >= 0; i--)
        {
            await local.DoAsync(new AssignRole(member, Draw(EscalationWorld.Roles), DrawEnd()));
        }

        for (int i = _random.Next(3); i > 0; i--)
        {
            try
            {
                await local.DoAsync(new GrantConnector(member, new ConnectorReference(Draw(EscalationWorld.Connectors)), DrawEnd()));
            }
            catch (ConflictException e) when (e.ErrorId == "FixedReach")
            {
                return;
            }
        }
    }

    private T Draw<T>(T[] from) => from[_random.Next(from.Length)];

    private DateTimeOffset? DrawEnd() => _random.Next(3) == 0 ? _state.Time.GetUtcNow() + Draw(s_ends) : null;
}
