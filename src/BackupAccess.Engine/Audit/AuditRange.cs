using System.Globalization;
using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Audit;

/// <summary>Events that are to be removed; the last is null where there are none.</summary>
internal sealed record AuditRange(long First, AuditPoint? End) : ISubject
{
    public string Kind => "audit event";

    public string? Id => null;

    public string Name => End is { } end ? string.Create(CultureInfo.InvariantCulture, $"{First}-{end.Sequence}") : "none";

    public Target[] Targets => [Target.Setting];
}
