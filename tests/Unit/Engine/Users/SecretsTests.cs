using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.OneTimePasswords;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Passwords;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.State;
using BackupAccess.Engine.StorageControllers;
using BackupAccess.Engine.Tests.OneTimePasswords;
using BackupAccess.Engine.Throttling;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Tests.Users;

/// <summary>Secrets are kept as hashes or sealed, and are shown nowhere.</summary>
public sealed class SecretsTests
{
    [Fact]
    public async Task No_secret_of_a_run_is_found_in_the_state_the_audit_log_or_what_was_told()
    {
        const string Password = "Tr0ub4dor&3-first";
        const string Next = "Tr0ub4dor&3-second";
        const string Last = "Tr0ub4dor&3-third";
        await using Store store = await Store.CreateAsync("alice");
        List<string> secrets = [Password, Next, Last, "Tr0ub4dor&3-wrong"];
        StringBuilder told = new();
        await store.Local.DoAsync(new UpdatePasswordPolicy(null, null, 3, null));
        told.Append(await store.AddUserAsync("jane", Password, "Administrator"));
        NewAccessKey key = await store.Local.DoAsync(new CreateAccessKey(new UserReference("jane"), null));
        await using (LocalClient jane = await store.ConnectAsync("192.0.2.1", "jane", Password, next: Next))
        {
            await EnrollAsync(store, jane, Next, secrets, told);
        }

        await FailAsync(store, secrets, told);
        await using (LocalClient jane = await store.ConnectAsync("192.0.2.1", "jane", Next, secrets[^1], Last))
        {
            told.Append(jane.Session);
        }

        await SignInToControllerAsync(store, secrets, told);
        told.Append(await store.Local.DoAsync(new BackupAccount(new AccountReference("alice"), [])));
        ExportedKey exported = await store.Local.DoAsync(new ExportEncryptionKey(new AccountReference("alice")));
        told.Append(key).Append(exported).AppendJoin('\n', await store.Local.ListAsync(new GetCredentialReport([], null, null)));
        told.AppendJoin('\n', await store.AuditAsync());

        secrets.AddRange([Text(key.SecretAccessKey), Text(exported.Password)]);
        string stored = ReadState(store);
        Assert.Contains("jane", stored, StringComparison.Ordinal);
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, stored, StringComparison.OrdinalIgnoreCase));
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, told.ToString(), StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("Tr0ub4dor&3-typed")]
    [InlineData("troub4dor")]
    public async Task A_secret_typed_as_a_name_or_as_a_key_id_is_counted_and_kept_nowhere(string secret)
    {
        await using Store store = await Store.CreateAsync();
        using Secret other = Secret.FromChars("not the secret");
        for (int i = 0; i < 6; i++)
        {
            await store.KeptOutAsync("SignInFailed", "192.0.2.1", secret, "password one");
            await Assert.ThrowsAsync<SignInException>(() => store.ConnectAsync(new NewAccessKey(secret, other, "", null)));
        }

        await store.KeptOutAsync("TooManyAttempts", "192.0.2.1", secret, "password one");

        AuditEvent[] events = [.. (await store.AuditAsync()).Where(one => one.Operation == "signIn")];
        Assert.Equal(13, events.Length);
        Assert.All(events, one => Assert.Equal((null, null, null), (one.ObjectName, one.ObjectId, one.AccessKeyId)));
        string stored = ReadState(store);
        Assert.DoesNotContain(secret, stored, StringComparison.OrdinalIgnoreCase);
        Assert.All(GuessableDigests(secret), digest => Assert.DoesNotContain(digest, stored, StringComparison.OrdinalIgnoreCase));
        using StateConnection db = store.Database.Connect();
        StateKey key = StateKey.Read(Path.Combine(store.StatePath, "state.key"));
        Assert.NotNull(FailureStore.Find(db, SignInClaim.DigestOfName(key, secret), "", since: 0));
    }

    [Fact]
    public async Task A_name_that_somebody_has_and_a_key_id_stay_readable_in_the_audit_log()
    {
        await using Store store = await Store.CreateAsync();
        await store.AddUserAsync("jane", "password one");
        using Secret other = Secret.FromChars("not the secret");
        await store.KeptOutAsync("SignInFailed", "192.0.2.1", "JANE", "password two");
        await Assert.ThrowsAsync<SignInException>(() => store.ConnectAsync(new NewAccessKey("BKAKAAAAAAAAAAAAAAAA", other, "", null)));

        AuditEvent[] events = [.. (await store.AuditAsync()).Where(one => one.Operation == "signIn")];

        Assert.Equal(["jane", "BKAKAAAAAAAAAAAAAAAA"], events.Select(one => one.ObjectName));
    }

    [Fact]
    public void A_password_is_kept_as_scrypt_in_the_form_that_others_read()
    {
        using Secret password = Secret.FromChars("correct horse battery");
        using Secret wrong = Secret.FromChars("correct horse batterx");

        string hash = PasswordHash.Create(password);

        Assert.Matches(@"^\$scrypt\$ln=15,r=8,p=3\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$", hash);
        Assert.NotEqual(hash, PasswordHash.Create(password));
        Assert.True(PasswordHash.Verify(password, hash));
        Assert.False(PasswordHash.Verify(wrong, hash));
        Assert.False(PasswordHash.Verify(password, stored: null));
    }

    [Fact]
    public void An_unknown_user_costs_a_sign_in_as_much_work_as_a_known_one()
    {
        using Secret password = Secret.FromChars("correct horse battery");
        long began = Stopwatch.GetTimestamp();

        Assert.False(PasswordHash.Verify(password, stored: null));

        // Scrypt with these settings passes through 200 MiB of memory: a machine that does so faster doesn't exist yet.
        Assert.True(Stopwatch.GetElapsedTime(began) > TimeSpan.FromMilliseconds(10));
    }

    [Fact]
    public void A_released_secret_is_gone_and_a_secret_is_never_printed()
    {
        Secret secret = Secret.FromChars("correct horse battery");
        ReadOnlyMemory<byte> bytes = secret.Utf8;

        Assert.Equal("********", secret.ToString());
        secret.Dispose();

        Assert.True(bytes.Span.IndexOfAnyExcept((byte)0) < 0);
        Assert.Throws<ObjectDisposedException>(() => secret.Utf8);
    }

    [Fact]
    public async Task An_access_key_has_its_form_and_is_never_the_same()
    {
        await using Store store = await Store.CreateAsync();
        await store.Local.DoAsync(new CreateUser("jane", [], ConsoleAccess.Off, null, null));

        NewAccessKey one = await store.Local.DoAsync(new CreateAccessKey(new UserReference("jane"), null));
        NewAccessKey two = await store.Local.DoAsync(new CreateAccessKey(new UserReference("jane"), null));

        Assert.Matches("^BKAK[A-Z2-7]{16}$", one.AccessKeyId);
        Assert.Equal(40, one.SecretAccessKey.CharCount);
        Assert.NotEqual((one.AccessKeyId, Text(one.SecretAccessKey)), (two.AccessKeyId, Text(two.SecretAccessKey)));
    }

    [Fact]
    public async Task A_password_set_while_the_old_one_is_being_checked_wins()
    {
        await using Store store = await Store.CreateWithPasswordAsync();
        await using LocalClient admin = await store.ConnectAsync("root-admin", "correct horse battery");
        using Secret old = Secret.FromChars("correct horse battery");
        using Secret mine = Secret.FromChars("what I should like");
        using Secret set = Secret.FromChars("what was set for me");

        await store.Local.DoAsync(new SetPassword(new UserReference("root-admin"), set));

        await admin.RefusedAsync("SessionEnded", new ChangeOwnPassword(old, mine));
        await using LocalClient again = await store.ConnectAsync("root-admin", "what was set for me");
    }

    /// <summary>Adds the shared secret, as text and as the bytes it stands for, the codes used, and the recovery codes, with and without marks.</summary>
    private static async Task EnrollAsync(Store store, LocalClient client, string password, List<string> secrets, StringBuilder told)
    {
        using Secret secret = Secret.FromChars(password);
        OneTimePasswordEnrollment made = await client.DoAsync(new EnrollOneTimePassword(secret));
        Authenticator authenticator = new(made, store.Clock);
        using Secret code = Secret.FromChars(authenticator.Code);
        RecoveryCodeSet codes = await client.DoAsync(new ConfirmOneTimePassword(code));
        secrets.AddRange([authenticator.Typed, Encoding.Latin1.GetString(authenticator.SharedSecret)]);
        secrets.AddRange(codes.Codes.SelectMany(one => new[] { Text(one).Replace("-", "", StringComparison.Ordinal), Text(one) }));
        told.Append(made).Append(codes);
    }

    /// <summary>Every kind of failure that has a secret in reach.</summary>
    private static async Task FailAsync(Store store, List<string> secrets, StringBuilder told)
    {
        told.Append(await store.KeptOutAsync("SignInFailed", "192.0.2.1", "jane", "Tr0ub4dor&3-first"));
        told.Append(await store.KeptOutAsync("OneTimePasswordRequired", "192.0.2.1", "jane", "Tr0ub4dor&3-second"));
        told.Append(await store.KeptOutAsync("SignInFailed", "192.0.2.1", "jane", "Tr0ub4dor&3-second", "Tr0ub4dor&3-wrong"));
        told.Append(await store.KeptOutAsync("InvalidPassword", "192.0.2.1", "jane", "Tr0ub4dor&3-second", secrets[^3], "Tr0ub4dor&3-first"));
        for (int i = 0; i < 7; i++)
        {
            told.Append(await Assert.ThrowsAnyAsync<EngineException>(() => store.ConnectAsync("198.51.100.7", "jane", "Tr0ub4dor&3-wrong")));
        }
    }

    /// <summary>A storage controller's password, as it is typed and as it is sent.</summary>
    private static async Task SignInToControllerAsync(Store store, List<string> secrets, StringBuilder told)
    {
        const string Password = "Tr0ub4dor&3-filer";
        secrets.AddRange([Password, Convert.ToBase64String(Encoding.UTF8.GetBytes($"backup:{Password}"))]);
        using Secret secret = Secret.FromChars(Password);
        CreateStorageController create = new("filer1", ControllerScheme.Http, "127.0.0.1", 1, "backup", secret, null, AdministratorAccounts.Refused);
        told.Append(create).Append(await store.Local.DoAsync(create)).Append(await store.Local.DoAsync(new TestStorageController("filer1")));
        told.Append(await store.Local.RefusedAsync("AlreadyExists", create));
        told.Append(await store.Local.RefusedAsync("AdministratorAccount", create with { UserName = "root" }));
        told.Append(await store.Local.DoAsync(new UpdateStorageController("filer1", null, "localhost", null, "backup", secret, null, AdministratorAccounts.Refused)));
    }

    /// <summary>Digests that somebody who has the database could compare guesses with.</summary>
    private static IEnumerable<string> GuessableDigests(string secret) =>
        from prefix in new[] { "", "user ", "access key " }
        from text in new[] { secret, secret.ToLowerInvariant() }
        select Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(prefix + text)));

    /// <summary>Every file of the state folder but the key file, the database's journals among them.</summary>
    private static string ReadState(Store store)
    {
        string[] files = [.. Directory.GetFiles(store.StatePath, "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != "state.key")];
        Assert.Contains(files, file => file.EndsWith("-wal", StringComparison.Ordinal));
        return string.Concat(files.Select(file => Encoding.Latin1.GetString(ReadShared(file))));
    }

    private static byte[] ReadShared(string file)
    {
        using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        byte[] content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }

    private static string Text(Secret secret) => Encoding.UTF8.GetString(secret.Utf8.Span);
}
