using BackupAccess.Repository.Packs;

namespace BackupAccess.Repository.Repairing;

/// <summary>What reading a pack whole told.</summary>
/// <param name="Pack">The pack.</param>
/// <param name="Problem">What is wrong with it; null when nothing is.</param>
/// <param name="Whole">The blobs that open, in the pack's order.</param>
/// <param name="Damaged">Blobs that it should hold and that don't open.</param>
internal sealed record ExaminedPack(ObjectId Pack, string? Problem, List<PackedBlob> Whole, List<PackedBlob> Damaged);
