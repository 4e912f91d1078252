using System.Runtime.InteropServices;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Tests.Users;

/// <summary>While the secret is wrong, nothing tells what else is: neither words nor time.</summary>
public sealed partial class SignInLikenessTests
{
    private const int ThreadCpuClock = 3;
    private const int Users = 300;

    private static readonly string[] s_kinds = ["unknown", "wrong", "disabled", "console-off", "no-password"];

    [Fact]
    public async Task Whatever_is_wrong_beside_the_secret_is_not_told_in_words()
    {
        await using Store store = await Store.CreateAsync();
        AddUsers(store, count: 1);
        List<string> answers = [];
        foreach (string kind in s_kinds)
        {
            EngineException failure = await store.KeptOutAsync("SignInFailed", "192.0.2.1", $"{kind}0", "not the password");
            answers.Add(failure.Message.Replace($"{kind}0", "NAME", StringComparison.Ordinal));
        }

        Assert.Single(answers.Distinct());
    }

    // The time of this thread on a processor: on a busy machine the time by the clock tells of others' work. The clock of
    // the store goes on a day between sign-ins, so that no failure slows the next one down.
    [SkippableFact]
    public async Task Whatever_is_wrong_beside_the_secret_is_not_told_in_time()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "The processor time of a thread is read on Linux only.");
        await using Store store = await Store.CreateAsync();
        AddUsers(store, Users);
        int count = Math.Max(15, RandomRuns.Of(Users));
        Dictionary<string, List<double>> times = s_kinds.ToDictionary(kind => kind, _ => new List<double>());
        foreach (string warmUp in s_kinds)
        {
            Measure(store, $"{warmUp}0");
        }

        for (int i = 0; i < count; i++)
        {
            foreach (string kind in s_kinds)
            {
                times[kind].Add(Measure(store, $"{kind}{i}"));
            }
        }

        double[] medians = [.. s_kinds.Select(kind => times[kind].Order().ElementAt(count / 2))];
        Assert.True(medians.Max() / medians.Min() < 1.05, $"Medians in ms: {string.Join(", ", s_kinds.Zip(medians))}");
    }

    private static double Measure(Store store, string user)
    {
        store.Clock.Advance(TimeSpan.FromDays(1));
        using Secret password = Secret.FromChars("not the password");
        double before = ThreadMilliseconds();
        Task<LocalClient> signIn = LocalClient.ConnectAsync(store.Description, new SignIn.Password(user, password), default);
        double time = ThreadMilliseconds() - before;
        Assert.True(signIn.IsFaulted, "The sign-in was to fail on this thread.");
        Assert.Equal("SignInFailed", Assert.IsType<SignInException>(signIn.Exception!.InnerException).ErrorId);
        return time;
    }

    /// <summary>Users of every kind but the unknown, past the door: hashing a password for each would take minutes.</summary>
    private static void AddUsers(Store store, int count)
    {
        using Secret password = Secret.FromChars("the password");
        string hash = PasswordHash.Create(password);
        long now = store.Clock.Now();
        using StateTransaction transaction = store.Database.BeginImmediate();
        for (int i = 0; i < count; i++)
        {
            Add("wrong", enabled: 1, console: 1, hash);
            Add("disabled", enabled: 0, console: 1, hash);
            Add("console-off", enabled: 1, console: 0, hash);
            Add("no-password", enabled: 1, console: 1, hash: null);

            void Add(string kind, long enabled, long console, string? hash) => UserStore.Insert(transaction, new UserRow(
                Guid.CreateVersion7(store.Clock.GetUtcNow()).ToString(), $"{kind}{i}", enabled, console, ConsoleEpoch: 1, hash, hash is null ? null : now, Until: null, now));
        }

        transaction.Commit();
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
