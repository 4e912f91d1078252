using System.Runtime.InteropServices;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Users;
using Xunit.Abstractions;

namespace BackupAccess.Engine.Tests.Users;

/// <summary>Whatever keeps somebody out, the time that the answer takes is the same.</summary>
public sealed partial class SignInLikenessTests(ITestOutputHelper output)
{
    private const int ThreadCpuClock = 3;
    private const int Users = 300;
    private const double Alike = 1.05;
    private const double KnownWell = 0.008;
    private const string Right = "the password";
    private const string Wrong = "not the password";

    private static readonly (string User, string Password)[] s_kinds =
    [
        ("unknown", Wrong), ("wrong", Wrong), ("disabled", Wrong), ("console-off", Wrong), ("no-password", Wrong),
        ("disabled", Right), ("console-off", Right), ("expired", Right),
    ];

    // The time of this thread on a processor: on a busy machine the time by the clock tells of others' work. The clock of
    // the store goes on a day between sign-ins, so that no failure slows the next one down. The busier the machine, the more
    // rounds it takes until the medians are known so well that two of them are five per cent apart by more than chance.
    [SkippableFact]
    public async Task Whatever_keeps_somebody_out_is_not_told_in_time()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "The processor time of a thread is read on Linux only.");
        await using Store store = await Store.CreateAsync();
        AddUsers(store);
        InterleavedTimes warmUp = new();
        MeasureRound(store, warmUp, 0);

        InterleavedTimes times = new();
        int least = Math.Max(20, RandomRuns.Of(Users));
        for (int i = 0; i < Users && (i < least || times.Error > KnownWell); i++)
        {
            MeasureRound(store, times, i);
        }

        output.WriteLine($"{times.Rounds} rounds, error {times.Error:P2}: {string.Join(", ", s_kinds.Zip(times.Medians))}");
        Assert.True(times.Spread < Alike, $"The kinds are {times.Spread - 1:P1} apart.");
        Assert.All(Enumerable.Range(0, s_kinds.Length), kind =>
        {
            Assert.True(times.With(kind, 1.1).Spread > Alike, $"{s_kinds[kind]} could have cost a tenth more.");
            Assert.True(times.With(kind, 0.9).Spread > Alike, $"{s_kinds[kind]} could have cost a tenth less.");
        });
    }

    /// <summary>Each kind once, another one first each time.</summary>
    private static void MeasureRound(Store store, InterleavedTimes times, int round)
    {
        double[] taken = new double[s_kinds.Length];
        for (int i = 0; i < taken.Length; i++)
        {
            int kind = (round + i) % taken.Length;
            taken[kind] = Measure(store, $"{s_kinds[kind].User}{round}", s_kinds[kind].Password);
        }

        times.Add(taken);
    }

    private static double Measure(Store store, string user, string typed)
    {
        store.Clock.Advance(TimeSpan.FromDays(1));
        using Secret password = Secret.FromChars(typed);
        double before = ThreadMilliseconds();
        Task<LocalClient> signIn = LocalClient.ConnectAsync(store.Description, new SignIn.Password(user, password), default);
        double time = ThreadMilliseconds() - before;
        Assert.True(signIn.IsFaulted, "The sign-in was to fail on this thread.");
        Assert.Equal("SignInFailed", Assert.IsType<SignInException>(signIn.Exception!.InnerException).ErrorId);
        return time;
    }

    /// <summary>Users of every kind but the unknown, past the door: hashing a password for each would take minutes.</summary>
    private static void AddUsers(Store store)
    {
        using Secret password = Secret.FromChars(Right);
        string hash = PasswordHash.Create(password);
        long now = store.Clock.Now();
        using StateTransaction transaction = store.Database.BeginImmediate();
        for (int i = 0; i < Users; i++)
        {
            Add(new UserRow("", $"wrong{i}", Enabled: 1, ConsoleAccess: 1, ConsoleEpoch: 1, hash, now, Until: null, now));
            Add(new UserRow("", $"disabled{i}", Enabled: 0, ConsoleAccess: 1, ConsoleEpoch: 1, hash, now, Until: null, now));
            Add(new UserRow("", $"console-off{i}", Enabled: 1, ConsoleAccess: 0, ConsoleEpoch: 1, hash, now, Until: null, now));
            Add(new UserRow("", $"expired{i}", Enabled: 1, ConsoleAccess: 1, ConsoleEpoch: 1, hash, now, Until: now, now));
            Add(new UserRow("", $"no-password{i}", Enabled: 1, ConsoleAccess: 1, ConsoleEpoch: 1, null, null, Until: null, now));
        }

        transaction.Commit();

        void Add(UserRow user) => UserStore.Insert(transaction, user with { Id = Guid.CreateVersion7(store.Clock.GetUtcNow()).ToString() });
    }

    private static double ThreadMilliseconds()
    {
        Assert.Equal(0, ReadClock(ThreadCpuClock, out TimeSpecification time));
        return (time.Seconds * 1e3) + (time.Nanoseconds / 1e6);
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int ReadClock(int clock, out TimeSpecification time);

    private readonly record struct TimeSpecification(long Seconds, long Nanoseconds);
}
