using System.Security;
using System.Text;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sessions;
using BackupAccess.PowerShell.Session;

namespace BackupAccess.PowerShell.Tests;

public sealed class SessionTests
{
    [Theory]
    [InlineData("")]
    [InlineData("correct horse")]
    [InlineData("pässwörd \ud83d\udd11")]
    public void A_secure_string_becomes_a_secret_and_back(string text)
    {
        using SecureString secure = new();
        foreach (char character in text)
        {
            secure.AppendChar(character);
        }

        using Secret secret = secure.ToSecret();
        Assert.Equal(text, Encoding.UTF8.GetString(secret.Utf8.Span));
        using SecureString back = secret.ToSecureString();
        Assert.Equal(text, back.ToSecret().ToPlainText());
        Assert.True(back.IsReadOnly());
    }

    [Fact]
    public void The_environment_signs_in_as_the_local_principal_without_a_key() =>
        Assert.IsType<SignIn.Local>(new EnvironmentEndpoint("/state", AccessKeyId: null, SecretAccessKey: null).SignIn());

    [Fact]
    public void The_environment_signs_in_by_key_where_both_halves_are_there()
    {
        SignIn.AccessKey signIn = Assert.IsType<SignIn.AccessKey>(new EnvironmentEndpoint("/state", "BKAKAAAA", "s3cret").SignIn());
        Assert.Equal("BKAKAAAA", signIn.AccessKeyId);
        Assert.Equal("s3cret", signIn.SecretAccessKey.ToPlainText());
    }

    [Theory]
    [InlineData("BKAKAAAA", null)]
    [InlineData(null, "s3cret")]
    public void Half_a_key_in_the_environment_is_no_local_sign_in(string? id, string? secret) =>
        Assert.Throws<NotConnectedException>(() => new EnvironmentEndpoint("/state", id, secret).SignIn());

    [Fact]
    public void The_environment_never_prints_its_secret() =>
        Assert.DoesNotContain("s3cret", $"{new EnvironmentEndpoint("/state", "BKAKAAAA", "s3cret")}", StringComparison.Ordinal);

    [Fact]
    public void What_hands_out_a_secret_never_prints_it()
    {
        Assert.DoesNotContain("s3cret", $"{new Users.IssuedAccessKey("BKAKAAAA", "s3cret", "jane", Until: null)}", StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", $"{new Accounts.EncryptionKey("web01/alice", "/repositories/x", "s3cret")}", StringComparison.Ordinal);
    }
}
