using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Passwords;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Settings;
using BackupAccess.Engine.Tests.OneTimePasswords;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Tests.Users;

/// <summary>Whatever keeps somebody out, the words are the same, and the audit log alone is told what it was.</summary>
public sealed class SignInAnswerTests
{
    private const string Home = "192.0.2.1";
    private const string Right = "password one";
    private const string Wrong = "password two";

    [Theory]
    [InlineData("nobody", Right, "there is no such user")]
    [InlineData("jane", Wrong, "the password is wrong")]
    [InlineData("disabled", Right, "the user is disabled")]
    [InlineData("disabled", Wrong, "the password is wrong")]
    [InlineData("expired", Right, "the user has expired")]
    [InlineData("expired", Wrong, "the password is wrong")]
    [InlineData("keys-only", Right, "console access is off")]
    [InlineData("keys-only", Wrong, "the password is wrong")]
    [InlineData("no-password", Wrong, "the password is wrong")]
    public async Task Whatever_keeps_a_user_out_is_answered_alike_and_the_audit_log_tells_what_it_was(string name, string password, string reason)
    {
        await using Store store = await Store.CreateAsync();
        await store.Local.DoAsync(new UpdateSetting("throttle.freeFailures", ["1"]));
        await AddUserAsync(store, name);

        List<string> answers = await AnswersAsync(name, () => store.ConnectAsync(Home, name, password));

        Assert.Equal(
            [
                "SignInFailed: The sign-in of \"NAME\" failed.",
                "SignInFailed: The sign-in of \"NAME\" failed.",
                "TooManyAttempts: Too many sign-ins of \"NAME\" failed; the next is taken in 1 s.",
            ],
            answers);
        Assert.Equal([reason, reason, "too many before it failed"], await ReasonsAsync(store));
    }

    [Theory]
    [InlineData("unknown", "there is no such access key")]
    [InlineData("wrong", "the secret is wrong")]
    [InlineData("key-disabled", "the access key is disabled")]
    [InlineData("key-expired", "the access key has expired")]
    [InlineData("user-disabled", "the user is disabled")]
    [InlineData("user-expired", "the user has expired")]
    public async Task Whatever_keeps_an_access_key_out_is_answered_alike_and_the_audit_log_tells_what_it_was(string kind, string reason)
    {
        await using Store store = await Store.CreateAsync();
        await store.Local.DoAsync(new UpdateSetting("throttle.freeFailures", ["1"]));
        NewAccessKey key = await SpoilAsync(store, kind);

        List<string> answers = await AnswersAsync(key.AccessKeyId, () => store.ConnectAsync(key));

        Assert.Equal(
            [
                "SignInFailed: The sign-in with access key \"NAME\" failed.",
                "SignInFailed: The sign-in with access key \"NAME\" failed.",
                "TooManyAttempts: Too many sign-ins of \"NAME\" failed; the next is taken in 1 s.",
            ],
            answers);
        Assert.Equal([reason, reason, "too many before it failed"], await ReasonsAsync(store));
    }

    [Fact]
    public async Task Only_who_could_sign_in_otherwise_is_asked_for_a_one_time_password_and_no_code_is_used_up_for_another()
    {
        await using Store store = await Store.CreateAsync();
        UserReference jane = new("jane");
        await store.AddUserAsync("jane", Right, "Viewer");
        string[] codes;
        await using (LocalClient client = await store.ConnectAsync("jane", Right))
        {
            (_, codes) = await Authenticator.EnrollAsync(store, client, Right);
        }

        await store.Local.DoAsync(new DisableUser(jane));
        await store.KeptOutAsync("SignInFailed", Home, "jane", Right);
        await store.KeptOutAsync("SignInFailed", Home, "jane", Right, codes[0]);
        await store.Local.DoAsync(new EnableUser(jane));

        await store.KeptOutAsync("OneTimePasswordRequired", Home, "jane", Right);
        await store.KeptOutAsync("SignInFailed", Home, "jane", Right, "000000");
        await using LocalClient again = await store.ConnectAsync(Home, "jane", Right, codes[0]);
        Assert.Equal(
            ["the user is disabled", "the user is disabled", "a one-time password is needed", "the one-time password is wrong"], await ReasonsAsync(store));
    }

    [Fact]
    public async Task Only_who_could_sign_in_otherwise_is_told_that_the_password_has_expired()
    {
        await using Store store = await Store.CreateAsync();
        await store.Local.DoAsync(new UpdatePasswordPolicy(null, null, null, 30));
        string[] names = ["jane", "disabled", "expired", "keys-only"];
        foreach (string name in names)
        {
            await AddUserAsync(store, name);
        }

        store.Clock.Advance(TimeSpan.FromDays(31));

        await store.KeptOutAsync("PasswordExpired", Home, "jane", Right);
        foreach (string name in names[1..])
        {
            await store.KeptOutAsync("SignInFailed", Home, name, Right);
            await store.KeptOutAsync("SignInFailed", Home, name, Right, next: "password three");
        }
    }

    /// <summary>What three attempts come to.</summary>
    private static async Task<List<string>> AnswersAsync(string name, Func<Task<LocalClient>> signIn)
    {
        List<string> answers = [];
        for (int i = 0; i < 3; i++)
        {
            SignInException failure = await Assert.ThrowsAsync<SignInException>(signIn);
            answers.Add($"{failure.ErrorId}: {failure.Message}".Replace(name, "NAME", StringComparison.Ordinal));
        }

        return answers;
    }

    /// <summary>A user whose name says what keeps them out; none for <c>nobody</c>.</summary>
    private static async Task AddUserAsync(Store store, string name)
    {
        if (name == "nobody")
        {
            return;
        }

        UserReference user = new(name);
        await store.AddUserAsync(name, Right, "Viewer");
        switch (name)
        {
            case "disabled":
                await store.Local.DoAsync(new DisableUser(user));
                break;
            case "expired":
                await store.Local.DoAsync(new UpdateUser(user, store.Clock.GetUtcNow().AddHours(1)));
                store.Clock.Advance(TimeSpan.FromHours(1));
                break;
            case "no-password":
                await store.Local.DoAsync(new SetPassword(user, null));
                break;
            case "keys-only":
                await store.Local.DoAsync(new SetConsoleAccess(user, ConsoleAccess.Off));
                break;
        }
    }

    /// <summary>A key that opens nothing, for the reason named.</summary>
    private static async Task<NewAccessKey> SpoilAsync(Store store, string kind)
    {
        UserReference jane = new("jane");
        DateTimeOffset end = store.Clock.GetUtcNow().AddHours(1);
        await store.Local.DoAsync(new CreateUser("jane", ["Viewer"], ConsoleAccess.Off, null, kind == "user-expired" ? end : null));
        NewAccessKey key = await store.Local.DoAsync(new CreateAccessKey(jane, kind == "key-expired" ? end : null));
        store.Clock.Advance(TimeSpan.FromHours(1));
        if (kind == "key-disabled")
        {
            await store.Local.DoAsync(new DisableAccessKey(new AccessKeyReference(key.AccessKeyId)));
        }
        else if (kind == "user-disabled")
        {
            await store.Local.DoAsync(new DisableUser(jane));
        }

        return kind switch
        {
            "unknown" => key with { AccessKeyId = "BKAKAAAAAAAAAAAAAAAA" },
            "wrong" => key with { SecretAccessKey = Secret.FromChars("not the secret") },
            _ => key,
        };
    }

    private static async Task<IEnumerable<string?>> ReasonsAsync(Store store) =>
        (await store.AuditAsync()).Where(one => one is { Operation: "signIn", Outcome: AuditOutcome.Refused }).Select(one => one.Reason);
}
