using BackupAccess.Repository.Crypto;

namespace BackupAccess.Repository.Tests.Crypto;

public sealed class CounterModeTests
{
    /// <summary>NIST SP 800-38A, F.5.5.</summary>
    [Fact]
    public void The_vector_of_NIST_holds()
    {
        using CounterMode mode = new(Convert.FromHexString("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4"));
        byte[] text = Convert.FromHexString("6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710");

        mode.Apply(Convert.FromHexString("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff"), text, text);

        Assert.Equal(
            "601ec313775789a5b7a7f504bbf3d228f443e3ca4d62b59aca84e990cacaf5c52b0930daa23de94ce87017ba2d84988ddfc9c58db67aada613c2dd08457941a6",
            Convert.ToHexStringLower(text));
    }

    [Fact]
    public void The_counter_wraps_over_all_128_bits_and_over_runs()
    {
        using CounterMode mode = new(new byte[32]);
        byte[] top = Enumerable.Repeat((byte)0xFF, 16).ToArray();
        byte[] together = new byte[100_000];
        byte[] first = new byte[16];
        byte[] rest = new byte[together.Length - 16];

        mode.Apply(top, together, together);
        mode.Apply(top, first, first);
        mode.Apply(new byte[16], rest, rest);

        Assert.Equal(together, first.Concat(rest));
    }
}
