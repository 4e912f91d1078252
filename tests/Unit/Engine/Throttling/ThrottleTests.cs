using System.Diagnostics;
using System.Globalization;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Settings;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Throttling;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Tests.Throttling;

/// <summary>Failures to sign in slow the next attempts down, and keep nobody out for good.</summary>
public sealed class ThrottleTests
{
    private const string Home = "192.0.2.1";
    private const string Elsewhere = "198.51.100.7";

    [Fact]
    public async Task Failures_beyond_the_free_ones_double_the_wait_up_to_the_longest()
    {
        await using Store store = await Store.CreateAsync();
        List<TimeSpan> waits = [];
        for (int failures = 0; failures < 18; failures++)
        {
            await FailWithKeyAsync(store, "BKAKAAAAAAAAAAAAAAAA", Elsewhere);
            waits.Add(await WaitAsync(store, "BKAKAAAAAAAAAAAAAAAA", Elsewhere));
            store.Clock.Advance(waits[^1]);
        }

        int[] expected = [0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900];
        Assert.Equal(expected, waits.Select(wait => (int)wait.TotalSeconds));
    }

    [Fact]
    public async Task An_attempt_is_taken_as_soon_as_the_wait_is_over_and_those_before_do_not_prolong_it()
    {
        await using Store store = await Store.CreateAsync();
        await FailOftenAsync(store, "jane", Elsewhere, 8);

        SignInException early = await ThrottledAsync(store, "jane", Elsewhere);
        store.Clock.Advance(TimeSpan.FromSeconds(3));
        SignInException later = await ThrottledAsync(store, "jane", Elsewhere);
        store.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(TimeSpan.FromSeconds(4), early.RetryAfter);
        Assert.Equal("Too many sign-ins of \"jane\" failed; the next is taken in 1 s.", later.Message);
        await store.KeptOutAsync("SignInFailed", Elsewhere, "jane", "password two");
    }

    [Fact]
    public async Task A_name_that_nobody_has_is_slowed_down_like_one_that_somebody_has()
    {
        await using Store store = await Store.CreateAsync();
        await store.AddUserAsync("jane", "password one");
        List<string> known = [];
        List<string> unknown = [];
        foreach ((string name, List<string> answers) in new[] { ("jane", known), ("joan", unknown) })
        {
            for (int i = 0; i < 8; i++)
            {
                EngineException failure = await Assert.ThrowsAnyAsync<EngineException>(() => store.ConnectAsync($"198.51.100.{i}", name, "password two"));
                answers.Add($"{failure.ErrorId}: {failure.Message}".Replace(name, "NAME", StringComparison.Ordinal));
            }
        }

        Assert.Equal(known, unknown);
        Assert.Contains(known, answer => answer.StartsWith("TooManyAttempts", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_right_password_is_not_looked_at_before_its_time()
    {
        await using Store store = await Store.CreateAsync();
        await store.AddUserAsync("jane", "password one");
        await FailOftenAsync(store, "jane", Elsewhere, 6);
        long began = Stopwatch.GetTimestamp();

        await store.KeptOutAsync("TooManyAttempts", Elsewhere, "jane", "password one");

        TimeSpan refused = Stopwatch.GetElapsedTime(began);
        store.Clock.Advance(TimeSpan.FromSeconds(1));
        began = Stopwatch.GetTimestamp();
        await using LocalClient jane = await store.ConnectAsync(Elsewhere, "jane", "password one");
        Assert.True(refused < Stopwatch.GetElapsedTime(began));
    }

    [Fact]
    public async Task Nobody_elsewhere_slows_a_user_at_an_address_signed_in_from_before()
    {
        await using Store store = await Store.CreateAsync();
        await store.AddUserAsync("jane", "password one");
        await using (await store.ConnectAsync(Home, "jane", "password one"))
        {
        }

        await FailOftenAsync(store, "jane", Elsewhere, 10);
        await ThrottledAsync(store, "jane", "203.0.113.9");

        await using LocalClient jane = await store.ConnectAsync(Home, "jane", "password one");
    }

    [Fact]
    public async Task A_known_address_is_slowed_down_by_its_own_failures()
    {
        await using Store store = await Store.CreateAsync();
        await store.AddUserAsync("jane", "password one");
        await using (await store.ConnectAsync(Home, "jane", "password one"))
        {
        }

        await FailOftenAsync(store, "jane", Home, 6);

        await ThrottledAsync(store, "jane", Home);
        await store.KeptOutAsync("SignInFailed", Elsewhere, "jane", "password two");
    }

    [Fact]
    public async Task An_address_is_slowed_down_whatever_names_it_tries()
    {
        await using Store store = await Store.CreateAsync();
        for (int i = 0; i < 21; i++)
        {
            await FailWithKeyAsync(store, string.Create(CultureInfo.InvariantCulture, $"BKAK{i}"), Elsewhere);
        }

        await store.KeptOutAsync("TooManyAttempts", Elsewhere, "joan", "password two");
        await store.KeptOutAsync("SignInFailed", Home, "joan", "password two");
    }

    [Fact]
    public async Task A_sign_in_forgets_the_failures_before_it_and_time_does_too()
    {
        await using Store store = await Store.CreateAsync();
        await store.AddUserAsync("jane", "password one");
        await FailOftenAsync(store, "jane", Elsewhere, 5);
        await using (await store.ConnectAsync(Elsewhere, "jane", "password one"))
        {
        }

        await FailOftenAsync(store, "jane", Elsewhere, 5);
        await store.KeptOutAsync("SignInFailed", Elsewhere, "jane", "password two");
        await ThrottledAsync(store, "jane", Elsewhere);
        store.Clock.Advance(TimeSpan.FromHours(24));
        await FailOftenAsync(store, "jane", Elsewhere, 5);
        await store.KeptOutAsync("SignInFailed", Elsewhere, "jane", "password two");
    }

    [Fact]
    public async Task Access_keys_are_slowed_down_and_a_known_address_is_not()
    {
        await using Store store = await Store.CreateAsync();
        await store.Local.DoAsync(new CreateUser("jane", ["Viewer"], ConsoleAccess.Off, null, null));
        NewAccessKey key = await store.Local.DoAsync(new CreateAccessKey(new UserReference("jane"), null));
        await using (await store.ConnectAsync(key))
        {
        }

        for (int i = 0; i < 6; i++)
        {
            await FailWithKeyAsync(store, key.AccessKeyId, Elsewhere);
        }

        Assert.True(await WaitAsync(store, key.AccessKeyId, Elsewhere) > TimeSpan.Zero);
        await using LocalClient jane = await store.ConnectAsync(key);
    }

    [Fact]
    public async Task An_old_password_is_guessed_at_within_a_session_no_faster()
    {
        await using Store store = await Store.CreateAsync();
        await store.AddUserAsync("jane", "password one", "Viewer");
        await using LocalClient jane = await store.ConnectAsync(Home, "jane", "password one");
        using Secret wrong = Secret.FromChars("password two");
        using Secret right = Secret.FromChars("password one");
        using Secret next = Secret.FromChars("password three");

        for (int i = 0; i < 6; i++)
        {
            await jane.RefusedAsync("SignInFailed", new ChangeOwnPassword(wrong, next));
        }

        await jane.RefusedAsync("TooManyAttempts", new ChangeOwnPassword(right, next));
        store.Clock.Advance(TimeSpan.FromSeconds(1));
        await jane.DoAsync(new ChangeOwnPassword(right, next));
    }

    [Fact]
    public async Task An_unlocked_user_may_try_at_once_and_nobody_unlocks_oneself()
    {
        await using Store store = await Store.CreateAsync();
        await store.AddUserAsync("jane", "password one", "Viewer");
        await using LocalClient admin = await store.SignInAsAdministratorAsync();
        await FailOftenAsync(store, "jane", Elsewhere, 8);

        await admin.RefusedAsync("AccessDenied", new UnlockUser(new UserReference("root-admin")));
        await admin.DoAsync(new UnlockUser(new UserReference("jane")));

        await using LocalClient jane = await store.ConnectAsync(Elsewhere, "jane", "password one");
        await jane.RefusedAsync("NotFound", new UnlockUser(new UserReference("root-admin")));
        await jane.RefusedAsync("AccessDenied", new UnlockUser(new UserReference("jane")));
    }

    [Fact]
    public async Task The_settings_say_how_many_are_free_and_how_long_the_wait_is()
    {
        await using Store store = await Store.CreateAsync();
        await store.Local.DoAsync(new UpdateSetting("throttle.freeFailures", ["1"]));
        await store.Local.DoAsync(new UpdateSetting("throttle.firstDelaySeconds", ["30"]));
        await store.Local.DoAsync(new UpdateSetting("throttle.longestDelaySeconds", ["40"]));

        await FailOftenAsync(store, "jane", Elsewhere, 2);
        Assert.Equal(TimeSpan.FromSeconds(30), (await ThrottledAsync(store, "jane", Elsewhere)).RetryAfter);
        store.Clock.Advance(TimeSpan.FromSeconds(30));
        await FailOftenAsync(store, "jane", Elsewhere, 1);
        Assert.Equal(TimeSpan.FromSeconds(40), (await ThrottledAsync(store, "jane", Elsewhere)).RetryAfter);
    }

    [Fact]
    public async Task A_flood_of_made_up_names_stays_bounded_and_drives_out_no_count_that_slows_somebody_down()
    {
        await using Store store = await Store.CreateAsync();
        await FailOftenAsync(store, "jane", Elsewhere, 7);
        using (StateTransaction transaction = store.Database.BeginImmediate())
        {
            transaction.Execute(
                """
                WITH RECURSIVE name (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM name WHERE n < 60000)
                INSERT INTO sign_in_failure (claim, address, failures, failed_at) SELECT 'made up ' || n, '', 1 + n % 5, @now FROM name
                """,
                new { now = store.Clock.GetUtcNow().ToMicroseconds() });
            transaction.Commit();
        }

        await FailWithKeyAsync(store, "BKAKONEMORE", Home);

        using StateConnection db = store.Database.Connect();
        Assert.InRange(db.QueryScalar<long>("SELECT count(*) FROM sign_in_failure"), 1, FailureStore.MaxRows + 2);
        await ThrottledAsync(store, "jane", "203.0.113.9");
    }

    [Fact]
    public async Task A_clock_set_back_makes_nobody_wait_longer_than_the_longest_wait()
    {
        await using Store store = await Store.CreateAsync();
        await FailOftenAsync(store, "jane", Elsewhere, 7);
        store.Clock.Advance(TimeSpan.FromDays(-10));

        Assert.Equal(TimeSpan.FromSeconds(2), (await ThrottledAsync(store, "jane", Elsewhere)).RetryAfter);
    }

    [Fact]
    public async Task Guesses_made_all_at_once_are_answered_no_more_often()
    {
        await using Store store = await Store.CreateAsync();
        await store.AddUserAsync("jane", "password one", "Viewer");

        string[] answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Task.Run(async () =>
            (await Assert.ThrowsAnyAsync<EngineException>(() => store.ConnectAsync($"198.51.100.{i}", "jane", "password two"))).ErrorId)));

        Assert.Equal((6, 6), (answers.Count(answer => answer == "SignInFailed"), answers.Count(answer => answer == "TooManyAttempts")));
    }

    [Fact]
    public async Task A_refusal_for_too_many_attempts_is_in_the_audit_log_with_the_address()
    {
        await using Store store = await Store.CreateAsync();
        await store.AddUserAsync("jane", "password one");
        await FailOftenAsync(store, "jane", Elsewhere, 6);
        await ThrottledAsync(store, "jane", Elsewhere);

        AuditEvent last = (await store.AuditAsync())[^1];

        Assert.Equal(("signIn", "jane", Elsewhere, AuditOutcome.Refused), (last.Operation, last.ObjectName, last.Address, last.Outcome));
        Assert.Equal("too many before it failed", last.Reason);
    }

    /// <summary>Fails with a password, waiting as long as it takes before each.</summary>
    private static async Task FailOftenAsync(Store store, string user, string address, int times)
    {
        for (int i = 0; i < times; i++)
        {
            EngineException failure = await Assert.ThrowsAnyAsync<EngineException>(() => store.ConnectAsync(address, user, "password two"));
            if (failure is SignInException { RetryAfter: { } wait })
            {
                store.Clock.Advance(wait);
                i--;
            }
        }
    }

    private static async Task<SignInException> ThrottledAsync(Store store, string user, string address) =>
        (SignInException)await store.KeptOutAsync("TooManyAttempts", address, user, "password two");

    private static async Task FailWithKeyAsync(Store store, string key, string address) =>
        Assert.Equal("SignInFailed", (await AskWithKeyAsync(store, key, address)).ErrorId);

    private static async Task<SignInException> AskWithKeyAsync(Store store, string key, string address)
    {
        using Secret wrong = Secret.FromChars("not the secret");
        return await Assert.ThrowsAsync<SignInException>(() =>
            LocalClient.ConnectAsync(store.Description with { Address = address }, new SignIn.AccessKey(key, wrong), default));
    }

    /// <summary>How long the next attempt has to wait, looked at without making one.</summary>
    private static Task<TimeSpan> WaitAsync(Store store, string key, string address)
    {
        using StateConnection db = store.Database.Connect();
        return Task.FromResult(SignInThrottle.RefusalOf(db, SignInClaim.OfKey(StateKey.Read(Path.Combine(store.StatePath, "state.key")), key, address, user: null), store.Clock.Now())?.RetryAfter ?? TimeSpan.Zero);
    }
}
