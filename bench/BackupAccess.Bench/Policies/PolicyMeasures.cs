using System.Diagnostics;
using System.Globalization;
using BackupAccess.Bench.Warm;
using BackupAccess.Engine.Access;
using BackupAccess.Engine.Access.Compilation;
using BackupAccess.Engine.Access.Explanation;
using BackupAccess.Engine.Clock;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Users;

namespace BackupAccess.Bench.Policies;

/// <summary>What a policy of many users takes: compiling it, deciding by it, changing it, and asking it who can.</summary>
internal static class PolicyMeasures
{
    private const int Rounds = 7;
    private const int Decisions = 1 << 22;
    private const int Batch = 1 << 12;
    private const long Now = 2_000_000_000_000_000;

    public static void Make(int users, int connectors, string folder)
    {
        StateFolder state = StateFolder.Create(folder, TimeProvider.System, keyCommand: null);
        LargeState.Fill(state.Database, users, connectors);
    }

    public static async Task MeasureAsync(int users, int connectors, string folder, TextWriter output)
    {
        StateDatabase database = StateFolder.Open(folder, TimeProvider.System).Database;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"compile one user: first {CompileOne(database, 0):f2} ms, then {Least(() => CompileOne(database, 7919)):f2} ms"));
        CurrentAccess access = new(database);
        Usage before = Usage.Begin();
        AccessSet set = access.Read();
        output.WriteLine($"compile {set.Count} users (s wall, s CPU, MiB peak): {before.Until()}");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"held: {GC.GetTotalMemory(forceFullCollection: true) / 1048576.0:f0} MiB"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"decide, one user again and again: {Least(() => Decide(set, users: 1, connectors)):f1} ns"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"decide, users at random, found by id: {Least(() => Decide(set, users, connectors)):f1} ns"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"apply one changed grant: {Least(() => ApplyGrant(database, access)):f2} ms"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"apply a changed role: {Least(() => ApplyRole(database, access)):f0} ms"));
        await WhoCanAsync(folder, output);
    }

    private static double CompileOne(StateDatabase database, int user)
    {
        using StateConnection db = database.Connect();
        long started = Stopwatch.GetTimestamp();
        CompiledUser? compiled = PolicyCompiler.Compile(db, LargeState.UserId(user), version: 0);
        double took = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        return compiled?.Policy.Connectors.Count == LargeState.Grants ? took : throw new InvalidOperationException("The user's grants are not there.");
    }

    /// <summary>
    /// Half of the questions are about a granted connector, half about another. They are timed a few thousand at once, each
    /// batch about other users, so that on a busy machine one of them is left alone.
    /// </summary>
    private static double Decide(AccessSet set, int users, int connectors)
    {
        int operation = OperationCatalogue.Find("listAccounts")!.Number;
        Random random = new(1);
        Guid[] ids = new Guid[1 << 20];
        Target[] targets = new Target[ids.Length];
        for (int i = 0; i < ids.Length; i++)
        {
            int user = random.Next(users);
            ids[i] = LargeState.UserId(user);
            targets[i] = Target.OfAccount((int)(((long)user * 31 + (i % LargeState.Grants * 4999) + (i & 1)) % connectors), openLegacy: false, Guid.Empty);
        }

        int allowed = 0;
        double least = double.MaxValue;
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        for (int begin = 0; begin < Decisions; begin += Batch)
        {
            long started = Stopwatch.GetTimestamp();
            for (int i = begin; i < begin + Batch; i++)
            {
                int question = i & (ids.Length - 1);
                allowed += set.Find(ids[question])!.Decide(operation, targets[question], Now) ? 1 : 0;
            }

            least = Math.Min(least, Stopwatch.GetElapsedTime(started).TotalNanoseconds / Batch);
        }

        return allowed > 0 && GC.GetAllocatedBytesForCurrentThread() == allocated ? least : throw new InvalidOperationException("A decision allocated, or none was allowed.");
    }

    private static double ApplyGrant(StateDatabase database, CurrentAccess access)
    {
        Guid user = LargeState.UserId(4711);
        using (StateTransaction db = database.BeginImmediate())
        {
            ConnectorRow connector = ConnectorStore.Find(db, $"connector{Random.Shared.Next(1000)}")!;
            GrantStore.Save(db, user, connector.Guid, until: null, "bench", 1);
            PolicyVersion.Raise(db, user);
            db.Commit();
        }

        long started = Stopwatch.GetTimestamp();
        access.Read();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private static double ApplyRole(StateDatabase database, CurrentAccess access)
    {
        using (StateTransaction db = database.BeginImmediate())
        {
            Role role = RoleStore.Find(db, "Role007")!;
            RoleStore.Save(db, role with { Permissions = role.Permissions.Contains("LOCK") ? [.. role.Permissions.Where(name => name != "LOCK")] : [.. role.Permissions, "LOCK"] });
            PolicyVersion.RaiseDefinitions(db);
            db.Commit();
        }

        long started = Stopwatch.GetTimestamp();
        access.Read();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private static async Task WhoCanAsync(string folder, TextWriter output)
    {
        LocalStore store = new(folder, "Bench", TimeProvider.System, new SystemBootClock());
        await using LocalClient client = await LocalClient.ConnectAsync(store, new SignIn.Local(Environment.UserName), CancellationToken.None);
        foreach ((string operation, ConnectorReference? connector) in new[] { ("listAccounts", new ConnectorReference("connector5")), ("createUser", (ConnectorReference?)null) })
        {
            foreach (string round in new[] { "first", "again" })
            {
                long started = Stopwatch.GetTimestamp();
                int rows = 0;
                await foreach (EffectiveAccess _ in await client.InvokeAsync(new WhoCan(operation, connector, null, null), null, CancellationToken.None))
                {
                    rows++;
                }

                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"who can {operation}, {round}: {rows} users, {Stopwatch.GetElapsedTime(started).TotalSeconds:f2} s"));
            }
        }
    }

    /// <summary>The least of some rounds: other work on the machine only ever adds.</summary>
    private static double Least(Func<double> measure) => Enumerable.Range(0, Rounds).Min(_ => measure());
}
