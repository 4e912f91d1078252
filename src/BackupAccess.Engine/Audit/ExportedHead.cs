using System.Globalization;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Audit;

/// <summary>Makes exported heads, and tells whether one is genuine.</summary>
internal static class ExportedHead
{
    private const string Purpose = "exported head";

    public static AuditHead Make(StateConnection db, AuditKeys keys, TimeProvider time)
    {
        AuditPoint end = AuditStore.End(db, keys);
        AuditHead head = new()
        {
            Sequence = end.Sequence,
            Mac = Convert.ToHexStringLower(end.Mac),
            First = (AuditStore.Anchor(db, keys)?.Sequence ?? 0) + 1,
            Time = time.GetUtcNow(),
            Seal = "",
        };
        return head with { Seal = Convert.ToHexStringLower(SealOf(keys, head)) };
    }

    public static bool IsGenuine(AuditKeys keys, AuditHead head) =>
        IsMac(head.Mac) && IsMac(head.Seal) && SealOf(keys, head).AsSpan().SequenceEqual(Convert.FromHexString(head.Seal));

    public static AuditPoint PointOf(AuditHead head) => new(head.Sequence, Convert.FromHexString(head.Mac));

    private static byte[] SealOf(AuditKeys keys, AuditHead head) =>
        keys.Seal(string.Create(CultureInfo.InvariantCulture, $"{Purpose} {head.First} {head.Time.ToMicroseconds()}"), PointOf(head));

    private static bool IsMac(string text) => text.Length == AuditKeys.MacSize * 2 && text.All(char.IsAsciiHexDigit);
}
