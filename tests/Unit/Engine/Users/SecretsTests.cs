using System.Diagnostics;
using System.Text;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Tests.Users;

/// <summary>Secrets are kept as hashes or sealed, and are shown nowhere.</summary>
public sealed class SecretsTests
{
    [Fact]
    public async Task No_secret_of_a_run_is_found_in_the_state_the_audit_log_or_what_was_returned()
    {
        const string Password = "Tr0ub4dor&3-first";
        const string Next = "Tr0ub4dor&3-second";
        await using Store store = await Store.CreateAsync("alice");
        using Secret password = Secret.FromChars(Password);
        using Secret next = Secret.FromChars(Next);
        StringBuilder returned = new();

        returned.Append(await store.Local.DoAsync(new CreateUser("jane", ["Administrator"], ConsoleAccess.On, password, null)));
        NewAccessKey key = await store.Local.DoAsync(new CreateAccessKey(new UserReference("jane"), null));
        await using (LocalClient jane = await store.ConnectAsync("jane", Password))
        {
            returned.Append(await jane.DoAsync(new ChangeOwnPassword(password, next)));
        }

        returned.Append((await Assert.ThrowsAsync<SignInException>(() => store.ConnectAsync("jane", Password))).ToString());
        returned.Append(await store.Local.DoAsync(new BackupAccount(new AccountReference("alice"), [])));
        ExportedKey exported = await store.Local.DoAsync(new ExportEncryptionKey(new AccountReference("alice")));
        returned.Append(key).Append(exported);
        foreach (AuditEvent one in await store.AuditAsync())
        {
            returned.Append(one);
        }

        string[] secrets = [Password, Next, Text(key.SecretAccessKey), Text(exported.Password)];
        string stored = string.Concat(Directory.GetFiles(store.StatePath, "state.db*").Select(file => Encoding.Latin1.GetString(ReadShared(file))));
        Assert.Contains("jane", stored, StringComparison.Ordinal);
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, stored, StringComparison.OrdinalIgnoreCase));
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, returned.ToString(), StringComparison.OrdinalIgnoreCase));
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

    private static byte[] ReadShared(string file)
    {
        using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        byte[] content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }

    private static string Text(Secret secret) => Encoding.UTF8.GetString(secret.Utf8.Span);
}
