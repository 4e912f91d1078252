namespace BackupAccess.Repository.Crypto;

/// <summary>Cost of scrypt (RFC 7914): memory is 128·N·r bytes.</summary>
/// <param name="N">CPU and memory cost, a power of two above 1.</param>
/// <param name="R">Block size.</param>
/// <param name="P">Parallelization.</param>
public sealed record ScryptParameters(int N, int R, int P)
{
    /// <summary>What restic falls back on and this library writes: 32 MiB, about a tenth of a second.</summary>
    public static ScryptParameters Default { get; } = new(32768, 8, 1);

    /// <summary>
    /// For a password that is a random key of 128 bits or more: nobody finds it by trying, however cheap a try is, so that
    /// opening needn't be expensive. 1 MiB, a few milliseconds.
    /// </summary>
    public static ScryptParameters ForRandomPassword { get; } = new(1024, 8, 1);
}
