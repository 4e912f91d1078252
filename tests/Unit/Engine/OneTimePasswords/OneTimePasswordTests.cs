using System.Text;
using BackupAccess.Engine.OneTimePasswords;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Tests.OneTimePasswords;

public sealed class OneTimePasswordTests
{
    private const string Home = "192.0.2.1";
    private const string Password = "password one";

    [Fact]
    public async Task A_one_time_password_is_asked_for_once_its_first_code_was_given()
    {
        await using Store store = await Store.CreateAsync();
        await using LocalClient jane = await SignInAsync(store);
        using Secret password = Secret.FromChars(Password);
        OneTimePasswordEnrollment enrollment = await jane.DoAsync(new EnrollOneTimePassword(password));
        Authenticator authenticator = new(enrollment, store.Clock);
        await using (await store.ConnectAsync("jane", Password))
        {
        }

        using Secret wrong = Secret.FromChars("000000");
        using Secret code = Secret.FromChars(authenticator.Code);
        await jane.RefusedAsync("SignInFailed", new ConfirmOneTimePassword(wrong));
        RecoveryCodeSet codes = await jane.DoAsync(new ConfirmOneTimePassword(code));

        Assert.Equal(10, codes.Codes.Count);
        await store.KeptOutAsync("OneTimePasswordRequired", Home, "jane", Password);
        await using LocalClient again = await store.ConnectAsync(Home, "jane", Password, authenticator.NextCode());
    }

    [Fact]
    public async Task An_enrollment_says_what_an_authenticator_reads()
    {
        await using Store store = await Store.CreateAsync();
        await store.AddUserAsync("jane@example.org", Password, "Viewer");
        await using LocalClient jane = await store.ConnectAsync("jane@example.org", Password);
        using Secret password = Secret.FromChars(Password);

        OneTimePasswordEnrollment enrollment = await jane.DoAsync(new EnrollOneTimePassword(password));

        string secret = Encoding.ASCII.GetString(enrollment.Secret.Utf8.Span);
        Assert.Matches("^[A-Z2-7]{32}$", secret);
        Assert.Equal(
            $"otpauth://totp/BackupAccess:jane%40example.org?secret={secret}&issuer=BackupAccess&algorithm=SHA1&digits=6&period=30",
            Encoding.ASCII.GetString(enrollment.Uri.Utf8.Span));
    }

    [Fact]
    public async Task Whether_a_code_is_needed_is_told_with_the_right_password_only()
    {
        await using Store store = await Store.CreateAsync();
        await using LocalClient jane = await SignInAsync(store);
        (Authenticator authenticator, _) = await Authenticator.EnrollAsync(store, jane, Password);

        EngineException wrongPassword = await store.KeptOutAsync("SignInFailed", Home, "jane", "password two", authenticator.NextCode());
        EngineException wrongCode = await store.KeptOutAsync("SignInFailed", Home, "jane", Password, "000000");
        await store.KeptOutAsync("SignInFailed", Home, "jane", "password two");

        Assert.Equal(wrongPassword.Message, wrongCode.Message);
    }

    [Fact]
    public async Task A_code_opens_the_console_once()
    {
        await using Store store = await Store.CreateAsync();
        await using LocalClient jane = await SignInAsync(store);
        (Authenticator authenticator, _) = await Authenticator.EnrollAsync(store, jane, Password);

        await store.KeptOutAsync("SignInFailed", Home, "jane", Password, authenticator.Code);
        string code = authenticator.NextCode();
        await using LocalClient first = await store.ConnectAsync(Home, "jane", Password, code);
        await store.KeptOutAsync("SignInFailed", Home, "jane", Password, code);
    }

    [Fact]
    public async Task A_recovery_code_opens_the_console_once_and_in_any_case()
    {
        await using Store store = await Store.CreateAsync();
        await using LocalClient jane = await SignInAsync(store);
        (_, string[] codes) = await Authenticator.EnrollAsync(store, jane, Password);

        Assert.Equal(10, codes.Distinct().Count());
        await using LocalClient first = await store.ConnectAsync(Home, "jane", Password, codes[0]);
        await store.KeptOutAsync("SignInFailed", Home, "jane", Password, codes[0]);
        await using LocalClient second = await store.ConnectAsync(Home, "jane", Password, codes[1].ToLowerInvariant().Replace("-", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task New_recovery_codes_replace_the_old_ones()
    {
        await using Store store = await Store.CreateAsync();
        await using LocalClient jane = await SignInAsync(store);
        using Secret password = Secret.FromChars(Password);
        await jane.RefusedAsync("NoOneTimePassword", new RenewRecoveryCodes(password));
        (_, string[] before) = await Authenticator.EnrollAsync(store, jane, Password);

        RecoveryCodeSet after = await jane.DoAsync(new RenewRecoveryCodes(password));

        await store.KeptOutAsync("SignInFailed", Home, "jane", Password, before[0]);
        await using LocalClient again = await store.ConnectAsync(Home, "jane", Password, Encoding.ASCII.GetString(after.Codes[0].Utf8.Span));
    }

    [Fact]
    public async Task What_is_done_to_an_own_one_time_password_needs_the_password()
    {
        await using Store store = await Store.CreateAsync();
        await using LocalClient jane = await SignInAsync(store);
        using Secret wrong = Secret.FromChars("password two");

        await jane.RefusedAsync("SignInFailed", new EnrollOneTimePassword(wrong));
        await Authenticator.EnrollAsync(store, jane, Password);
        await jane.RefusedAsync("SignInFailed", new RenewRecoveryCodes(wrong));
        await jane.RefusedAsync("SignInFailed", new RemoveOwnOneTimePassword(wrong));
        await jane.RefusedAsync("AccessDenied", new RemoveOneTimePassword(new UserReference("jane")));
        await store.KeptOutAsync("OneTimePasswordRequired", Home, "jane", Password);
    }

    [Fact]
    public async Task A_one_time_password_removed_is_not_asked_for()
    {
        await using Store store = await Store.CreateAsync();
        await using LocalClient jane = await SignInAsync(store);
        using Secret password = Secret.FromChars(Password);
        UserReference reference = new("jane");

        await store.Local.RefusedAsync("NoOneTimePassword", new RemoveOneTimePassword(reference));
        await Authenticator.EnrollAsync(store, jane, Password);
        await jane.DoAsync(new RemoveOwnOneTimePassword(password));
        await using (await store.ConnectAsync("jane", Password))
        {
        }

        await Authenticator.EnrollAsync(store, jane, Password);
        await store.Local.DoAsync(new RemoveOneTimePassword(reference));
        await jane.RefusedAsync("SessionEnded", new ListUsers([]));
        await using LocalClient again = await store.ConnectAsync("jane", Password);
    }

    [Fact]
    public async Task Enrolling_ends_the_users_other_console_sessions()
    {
        await using Store store = await Store.CreateAsync();
        await using LocalClient here = await SignInAsync(store);
        await using LocalClient there = await store.ConnectAsync("jane", Password);

        await Authenticator.EnrollAsync(store, here, Password);

        await here.ListAsync(new ListUsers([]));
        await there.RefusedAsync("SessionEnded", new ListUsers([]));
    }

    [Fact]
    public async Task A_first_code_is_waited_for_a_quarter_of_an_hour()
    {
        await using Store store = await Store.CreateAsync();
        await using LocalClient jane = await SignInAsync(store);
        using Secret password = Secret.FromChars(Password);
        Authenticator authenticator = new(await jane.DoAsync(new EnrollOneTimePassword(password)), store.Clock);

        store.Clock.Advance(TimeSpan.FromMinutes(15));

        using Secret code = Secret.FromChars(authenticator.Code);
        await jane.RefusedAsync("NoOneTimePassword", new ConfirmOneTimePassword(code));
    }

    [Fact]
    public async Task Another_enrollment_leaves_the_first_in_force_until_its_code()
    {
        await using Store store = await Store.CreateAsync();
        await using LocalClient jane = await SignInAsync(store);
        (Authenticator first, _) = await Authenticator.EnrollAsync(store, jane, Password);
        using Secret password = Secret.FromChars(Password);

        Authenticator second = new(await jane.DoAsync(new EnrollOneTimePassword(password)), store.Clock);

        await using LocalClient old = await store.ConnectAsync(Home, "jane", Password, first.NextCode());
        await store.KeptOutAsync("SignInFailed", Home, "jane", Password, second.NextCode());
        using Secret code = Secret.FromChars(second.Code);
        await jane.DoAsync(new ConfirmOneTimePassword(code));
        await store.KeptOutAsync("SignInFailed", Home, "jane", Password, first.NextCode());
        await using LocalClient now = await store.ConnectAsync(Home, "jane", Password, second.Code);
    }

    [Fact]
    public async Task Access_keys_need_no_code()
    {
        await using Store store = await Store.CreateAsync();
        await using LocalClient jane = await SignInAsync(store);
        await Authenticator.EnrollAsync(store, jane, Password);

        await using LocalClient key = await store.ConnectAsync(await store.Local.DoAsync(new CreateAccessKey(new UserReference("jane"), null)));
    }

    [Fact]
    public async Task Codes_are_guessed_at_no_faster_than_passwords()
    {
        await using Store store = await Store.CreateAsync();
        await using LocalClient jane = await SignInAsync(store);
        (Authenticator authenticator, _) = await Authenticator.EnrollAsync(store, jane, Password);

        for (int i = 0; i < 6; i++)
        {
            await store.KeptOutAsync("SignInFailed", Home, "jane", Password, $"00000{i}");
        }

        await store.KeptOutAsync("TooManyAttempts", Home, "jane", Password, authenticator.Code);
    }

    private static async Task<LocalClient> SignInAsync(Store store)
    {
        await store.AddUserAsync("jane", Password, "Viewer");
        return await store.ConnectAsync("jane", Password);
    }
}
