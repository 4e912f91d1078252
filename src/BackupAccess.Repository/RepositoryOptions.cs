using BackupAccess.Repository.Chunking;
using BackupAccess.Repository.Crypto;
using BackupAccess.Repository.Packs;

namespace BackupAccess.Repository;

/// <summary>How a repository is made and worked on; none of it is needed to read it later.</summary>
public sealed record RepositoryOptions
{
    public static RepositoryOptions Default { get; } = new();

    /// <summary>Format version of a repository to be made: 2, or 1 for clients older than restic 0.14.</summary>
    public int Version
    {
        get;
        init => field = value is 1 or 2 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Format versions 1 and 2 are known.");
    } = 2;

    /// <summary>
    /// Polynomial that a repository to be made cuts files with; null for one of its own. With another repository's
    /// (<see cref="RepositoryConfig.ChunkerPolynomial"/>), what is copied between the two and what is backed up into
    /// either de-duplicate, as after restic's <c>init --copy-chunker-params</c>.
    /// </summary>
    public ulong? ChunkerPolynomial
    {
        get;
        init => field = value is not { } polynomial || Polynomial.IsUsable(polynomial)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A repository's polynomial is irreducible and of degree 53.");
    }

    /// <summary>Cost of deriving a key from a password, for key files written from now on.</summary>
    public ScryptParameters KeyDerivation { get; init; } = ScryptParameters.Default;

    /// <summary>Whether new data is compressed where the format and the machine allow it.</summary>
    public CompressionMode Compression { get; init; } = CompressionMode.Auto;

    /// <summary>Who locks and writes, as other clients will read it.</summary>
    public ClientIdentity Client { get; init; } = ClientIdentity.Current;

    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
