using BackupAccess.Engine.Access;
using BackupAccess.Engine.Access.Compilation;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Tests.Access;

/// <summary>Policies compiled from the state, one by one and all at once, and kept up to date from the log of changes.</summary>
public sealed class AccessSetTests : IDisposable
{
    private const int Worlds = 500;
    private const int Changes = 20;
    private const int Questions = 100;

    private readonly string _folder = Directory.CreateTempSubdirectory("backupaccess-").FullName;
    private readonly TestClock _clock = new();
    private int _made;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Whatever_is_asked_of_random_worlds_each_way_of_compiling_decides_as_the_reference_model()
    {
        int seed = Random.Shared.Next();
        for (int number = 0; number < RandomRuns.Of(Worlds); number++)
        {
            StateDatabase database = NewDatabase();
            RandomWorld world = new(seed + number, database);
            CurrentAccess access = new(database);
            for (int change = 0; change < Changes; change++)
            {
                Compare(world, database, access.Read(), $"seed {seed + number}, after {change} changes");
                world.Change();
            }

            database.Release();
        }
    }

    [Fact]
    public void A_set_that_was_handed_out_stays_as_it_was()
    {
        StateDatabase database = NewDatabase();
        RandomWorld world = new(1, database);
        CurrentAccess access = new(database);
        AccessSet before = access.Read();
        Guid user = world.Users.First();
        Remove(database, user);

        AccessSet after = access.Read();

        Assert.NotNull(before.Find(user));
        Assert.Null(after.Find(user));
        Assert.Equal((before.Count - 1, before.Version + 1), (after.Count, after.Version));
        Assert.Same(after, access.Read());
    }

    [Fact]
    public void Users_who_are_not_concerned_keep_their_policies()
    {
        StateDatabase database = NewDatabase();
        RandomWorld world = new(2, database);
        CurrentAccess access = new(database);
        AccessSet before = access.Read();
        Remove(database, world.Users.First());

        AccessSet after = access.Read();

        Assert.All(world.Users.Skip(1), user => Assert.Same(before.Find(user), after.Find(user)));
    }

    [Fact]
    public void Who_is_further_behind_than_the_log_reaches_compiles_anew()
    {
        StateDatabase database = NewDatabase();
        RandomWorld world = new(3, database);
        CurrentAccess access = new(database);
        AccessSet before = access.Read();
        Guid user = world.Users.First();
        Remove(database, user);
        using (StateTransaction db = database.BeginImmediate())
        {
            for (int i = 0; i < PolicyVersion.Kept + 2000; i++)
            {
                PolicyVersion.Raise(db, Guid.CreateVersion7());
            }

            db.Commit();
        }

        using StateConnection state = database.Connect();
        Assert.Null(PolicyVersion.ChangesBetween(state, before.Version, PolicyVersion.Read(state)));
        Assert.InRange(state.QueryScalar<long>("SELECT count(*) FROM policy_change"), PolicyVersion.Kept, PolicyVersion.Kept + 2000);
        Assert.Null(access.Read().Find(user));
    }

    [Fact]
    public void Readers_on_many_threads_never_see_an_older_set_after_a_newer_one()
    {
        StateDatabase database = NewDatabase();
        RandomWorld world = new(4, database);
        CurrentAccess access = new(database);
        using CancellationTokenSource done = new();
        Task<bool>[] readers = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            bool forward = true;
            for (long seen = 0; !done.IsCancellationRequested;)
            {
                long version = access.Read().Version;
                forward &= version >= seen;
                seen = version;
            }

            return forward;
        }))];
        for (int change = 0; change < 100; change++)
        {
            world.Change();
        }

        done.Cancel();
        Assert.All(readers, reader => Assert.True(reader.GetAwaiter().GetResult()));
        Compare(world, database, access.Read(), "after all changes");
    }

    [Fact]
    public void Users_with_the_same_roles_share_them()
    {
        StateDatabase database = NewDatabase();
        using (StateTransaction db = database.BeginImmediate())
        {
            foreach (string name in new[] { "jane", "joe" })
            {
                Guid id = Guid.CreateVersion7();
                UserStore.Insert(db, new UserRow(id.ToString(), name, 1, 0, 1, null, null, null, 1));
                UserStore.AssignRole(db, id, "Viewer", until: null, "test", 1);
            }

            db.Commit();
        }

        AccessPolicy[] policies = [.. new CurrentAccess(database).Read().Policies];

        Assert.Equal(2, policies.Length);
        Assert.True(policies[0].Roles == policies[1].Roles);
    }

    private static void Compare(RandomWorld world, StateDatabase database, AccessSet set, string when)
    {
        using StateConnection db = database.Connect();
        Dictionary<Guid, AccessPolicy> alone = world.Users.ToDictionary(user => user, user => PolicyCompiler.Compile(db, user, version: 0)!.Policy);
        Assert.Equal(world.Users.Order(), set.Policies.Select(policy => policy.UserId).Order());
        for (int question = 0; question < Questions; question++)
        {
            ReferenceAccess.Person person = world.Pick();
            int operation = world.PickOperation();
            IReadOnlyList<ReferenceAccess.Thing> things = world.PickThings();
            Target[] targets = [.. things.Select(thing => thing.ToTarget())];
            bool expected = ReferenceAccess.Allows(world.Describe(person), operation, things, RandomWorld.Now);

            bool one = alone[person.Id].Decide(operation, targets, RandomWorld.Now);
            bool whole = set.Find(person.Id)!.Decide(operation, targets, RandomWorld.Now);
            Assert.True(one == expected && whole == expected, $"{when}: operation {operation} is {one} and {whole}, not {expected}.");
        }
    }

    private static void Remove(StateDatabase database, Guid user)
    {
        using StateTransaction db = database.BeginImmediate();
        UserStore.Delete(db, user);
        PolicyVersion.Raise(db, user);
        db.Commit();
    }

    private StateDatabase NewDatabase() => StateDatabase.Create(Path.Combine(_folder, $"state{_made++}.db"), _clock);
}
