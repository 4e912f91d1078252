using BackupAccess.Repository.Repairing;

namespace BackupAccess.Engine.Maintenance;

/// <summary>What became of a repository's packs and index.</summary>
internal sealed record PackRepairs(int Found, int Missing, int Damaged, long BytesSalvaged, IReadOnlyList<string> Findings)
{
    public static PackRepairs Of(RebuildIndexResult index) => new(
        index.PacksAdded.Count,
        index.PacksDropped.Count,
        index.PacksUnreadable.Count,
        BytesSalvaged: 0,
        [.. index.PacksUnreadable.Select(pack => $"pack {pack.Pack}: {pack.Problem}; a repair that reads data saves what is whole of it")]);

    public static PackRepairs Of(RepairPacksResult packs) => new(
        Found: 0,
        packs.PacksMissing.Count,
        packs.PacksDamaged.Count,
        packs.BytesSalvaged,
        [.. packs.PacksDamaged.Select(pack => $"pack {pack.Pack}: {pack.Problem}; {pack.BlobsWhole} blobs of it were whole, {pack.BlobsDamaged} weren't")]);
}
