using System.Text;
using BackupAccess.Engine.OneTimePasswords;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Tests.OneTimePasswords;

public sealed class TotpTests
{
    private static readonly byte[] s_secret = Encoding.ASCII.GetBytes("12345678901234567890");

    // RFC 6238, appendix B, the rows of SHA-1.
    [Theory]
    [InlineData(59, "94287082")]
    [InlineData(1111111109, "07081804")]
    [InlineData(1111111111, "14050471")]
    [InlineData(1234567890, "89005924")]
    [InlineData(2000000000, "69279037")]
    [InlineData(20000000000, "65353130")]
    public void Codes_are_those_of_RFC_6238(long seconds, string expected)
    {
        long step = Totp.StepAt(seconds * 1_000_000);

        Assert.Equal(expected, Encoding.ASCII.GetString(Totp.CodeOf(s_secret, step, digits: 8)));
        Assert.Equal(expected[2..], Encoding.ASCII.GetString(Totp.CodeOf(s_secret, step)));
    }

    // RFC 4226, appendix D.
    [Theory]
    [InlineData(0, "755224")]
    [InlineData(1, "287082")]
    [InlineData(2, "359152")]
    [InlineData(3, "969429")]
    [InlineData(4, "338314")]
    [InlineData(5, "254676")]
    [InlineData(6, "287922")]
    [InlineData(7, "162583")]
    [InlineData(8, "399871")]
    [InlineData(9, "520489")]
    public void Codes_of_a_counter_are_those_of_RFC_4226(long counter, string expected) =>
        Assert.Equal(expected, Encoding.ASCII.GetString(Totp.CodeOf(s_secret, counter)));

    [Theory]
    [InlineData(-2, false)]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void A_code_of_the_step_before_or_after_is_taken_and_none_farther(int away, bool taken)
    {
        const long Now = 1_772_366_400_000_000;
        byte[] code = Totp.CodeOf(s_secret, Totp.StepAt(Now) + away);

        Assert.Equal(taken, Totp.Match(s_secret, code, Now, used: 0) == Totp.StepAt(Now) + away);
    }

    [Fact]
    public void A_code_is_not_taken_twice_nor_one_before_it()
    {
        const long Now = 1_772_366_400_000_000;
        long step = Totp.StepAt(Now);

        Assert.Null(Totp.Match(s_secret, Totp.CodeOf(s_secret, step), Now, used: step));
        Assert.Null(Totp.Match(s_secret, Totp.CodeOf(s_secret, step - 1), Now, used: step));
        Assert.Equal(step + 1, Totp.Match(s_secret, Totp.CodeOf(s_secret, step + 1), Now, used: step));
    }

    // RFC 4648, section 10, without the padding.
    [Theory]
    [InlineData("", "")]
    [InlineData("f", "MY")]
    [InlineData("fo", "MZXQ")]
    [InlineData("foo", "MZXW6")]
    [InlineData("foob", "MZXW6YQ")]
    [InlineData("fooba", "MZXW6YTB")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void Base_32_is_that_of_RFC_4648(string text, string expected) =>
        Assert.Equal(expected, Encoding.ASCII.GetString(Base32.Encode(Encoding.ASCII.GetBytes(text))));

    [Theory]
    [InlineData("abcd-efgh-ijkl-mnop", "ABCDEFGHIJKLMNOP")]
    [InlineData("ABCD EFGH IJKL MNOP", "ABCDEFGHIJKLMNOP")]
    [InlineData("123 456", "123456")]
    public void What_is_typed_of_a_code_counts_without_case_and_marks(string typed, string expected)
    {
        using Secret code = Secret.FromChars(typed);

        Assert.Equal(expected, Encoding.ASCII.GetString(RecoveryCode.Digits(code)));
    }
}
