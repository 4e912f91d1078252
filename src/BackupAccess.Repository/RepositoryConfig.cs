namespace BackupAccess.Repository;

/// <summary>What a repository's config file says (design, "Repository Format").</summary>
/// <param name="Version">Format version, 1 or 2; only version 2 may hold compressed data.</param>
/// <param name="Id">64 hexadecimal digits chosen at random when the repository was made.</param>
/// <param name="ChunkerPolynomial">Irreducible polynomial of degree 53 over GF(2), one bit a coefficient.</param>
public sealed record RepositoryConfig(int Version, string Id, ulong ChunkerPolynomial);
