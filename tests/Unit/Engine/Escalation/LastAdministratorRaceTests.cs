using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Users;
using Xunit.Abstractions;

namespace BackupAccess.Engine.Tests.Escalation;

/// <summary>Two Administrators who at once end each other's standing never leave the state without one.</summary>
public sealed class LastAdministratorRaceTests(ITestOutputHelper output)
{
    private const int Rounds = 1_000;

    [Fact]
    public async Task Of_two_administrators_who_end_each_other_at_once_one_always_remains()
    {
        await using Store store = await Store.CreateAsync();
        int seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        Random random = new(seed);
        int refused = 0;
        for (int round = 0; round < RandomRuns.Of(Rounds); round++)
        {
            (NewAccessKey key, LocalClient session) ann = await MakeAsync(store, $"ann{round}");
            (NewAccessKey key, LocalClient session) ben = await MakeAsync(store, $"ben{round}");
            await store.Local.DoAsync(new DisableUser(new UserReference("root-admin")));

            int[] ways = [random.Next(5), random.Next(5)];
            using Barrier start = new(2);
            Task<bool>[] ends =
            [
                Task.Run(() => EndAsync(start, ann.session, ben.key, ways[0])),
                Task.Run(() => EndAsync(start, ben.session, ann.key, ways[1])),
            ];
            bool[] ended = await Task.WhenAll(ends);

            using (StateConnection db = store.Database.Connect())
            {
                Assert.True(StandingAdministrator.Exists(db), $"seed {seed}, round {round}: nobody is left");
            }

            Assert.False(ended[0] && ended[1], $"seed {seed}, round {round}: both ended the other");
            refused += ended.Count(one => !one);
            await ann.session.DisposeAsync();
            await ben.session.DisposeAsync();
            await RestoreAsync(store, round);
        }

        Assert.True(refused >= RandomRuns.Of(Rounds), "in each round one is refused");
    }

    private static async Task<(NewAccessKey Key, LocalClient Session)> MakeAsync(Store store, string name)
    {
        await store.Local.DoAsync(new CreateUser(name, ["Administrator"], ConsoleAccess.Off, Password: null, Until: null));
        NewAccessKey key = await store.Local.DoAsync(new CreateAccessKey(new UserReference(name), Until: null));
        return (key, await store.ConnectAsync(key));
    }

    /// <summary>Takes the other's standing by one of the ways there are; whether it was let.</summary>
    private static async Task<bool> EndAsync(Barrier start, LocalClient session, NewAccessKey other, int way)
    {
        UserReference user = new(other.User);
        start.SignalAndWait();
        try
        {
            await (way switch
            {
                0 => (Task)session.DoAsync(new RemoveUser(user)),
                1 => session.DoAsync(new DisableUser(user)),
                2 => session.DoAsync(new UnassignRole(user, "Administrator")),
                3 => session.DoAsync(new RemoveAccessKey(new AccessKeyReference(other.AccessKeyId))),
                _ => session.DoAsync(new UpdateUser(user, new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero))),
            });
            return true;
        }
        catch (EngineException)
        {
            return false;
        }
    }

    /// <summary>Has a third Administrator stand while the two are taken away.</summary>
    private static async Task RestoreAsync(Store store, int round)
    {
        await store.Local.DoAsync(new EnableUser(new UserReference("root-admin")));
        foreach (string name in new[] { $"ann{round}", $"ben{round}" })
        {
            if ((await store.Local.ListAsync(new ListUsers([name]))).Count > 0)
            {
                await store.Local.DoAsync(new RemoveUser(new UserReference(name)));
            }
        }
    }
}
