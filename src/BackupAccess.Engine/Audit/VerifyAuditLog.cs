using System.Globalization;
using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Audit;

/// <summary>Verifies the audit log: that each event is as it was written, in its place, and that none is missing. With an exported head also against who holds the whole state folder, up to that head.</summary>
public sealed record VerifyAuditLog(AuditHead? Head) : IOperation<AuditVerification>;

internal sealed class VerifyAuditLogHandler : ReadHandler<VerifyAuditLog, NoSubject, AuditVerification>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.None];

    public override NoSubject Resolve(VerifyAuditLog request, OperationContext context) => new("audit log");

    public override Task<AuditVerification> HandleAsync(VerifyAuditLog request, NoSubject subject, OperationContext context, CancellationToken cancellationToken) =>
        Task.FromResult(Verify(context.Services.Database, request.Head, cancellationToken));

    /// <summary>The head first: what it confirms is in every later state of the database.</summary>
    private static AuditVerification Verify(StateDatabase database, AuditHead? exported, CancellationToken cancellationToken)
    {
        AuditChain chain = database.Audit!;
        (bool isThere, AuditHeadState? told) = chain.ReadHead();
        using StateConnection db = database.BeginRead();
        AuditVerifier verifier = new(chain.Keys);
        verifier.Watch(told?.Confirmed.Sequence ?? 0);
        verifier.Watch(exported?.Sequence ?? 0);
        AuditPoint? anchor = ReadAnchor(db, chain.Keys, verifier.Findings);
        verifier.Follow(
            db.Stream(AuditVerifier.AllRows, AuditVerifier.Raw), db.Stream(AuditVerifier.AllOthers, AuditVerifier.Raw), anchor ?? AuditPoint.Beginning, cancellationToken);
        CompareHead(verifier, isThere, told, anchor);
        bool isProven = exported is not null && CompareExported(verifier, chain.Keys, exported, anchor);
        return new AuditVerification
        {
            Passed = verifier.Findings.IsClean,
            Events = verifier.Events,
            First = verifier.First,
            Last = verifier.Last,
            ProvenByHead = isProven ? exported!.Sequence : null,
            Findings = verifier.Findings.All,
        };
    }

    private static AuditPoint? ReadAnchor(StateConnection db, AuditKeys keys, AuditFindings findings)
    {
        try
        {
            return AuditStore.Anchor(db, keys);
        }
        catch (StateException e)
        {
            findings.Add(AuditFindingKind.BeginningAltered, 0, 0, e.Message.TrimEnd('.'));
            return null;
        }
    }

    private static void CompareHead(AuditVerifier verifier, bool isThere, AuditHeadState? told, AuditPoint? anchor)
    {
        if (told is not { } head)
        {
            verifier.Findings.Add(
                isThere ? AuditFindingKind.HeadDamaged : AuditFindingKind.HeadMissing, 0, 0, isThere ? "the head file is not as the engine writes it" : "the head file is gone");
            return;
        }

        AuditPoint confirmed = head.Confirmed;
        if (confirmed.Sequence > verifier.Last)
        {
            verifier.Findings.Missing(verifier.Last + 1, confirmed.Sequence);
        }
        else if (confirmed.Sequence > (anchor?.Sequence ?? 0) && verifier.At(confirmed.Sequence) != confirmed)
        {
            verifier.Findings.Altered(confirmed.Sequence);
        }
    }

    private static bool CompareExported(AuditVerifier verifier, AuditKeys keys, AuditHead exported, AuditPoint? anchor)
    {
        AuditFindings findings = verifier.Findings;
        if (!ExportedHead.IsGenuine(keys, exported))
        {
            findings.Add(AuditFindingKind.ForeignHead, 0, 0, "the exported head is none of this log's, or was changed");
            return false;
        }

        AuditPoint point = ExportedHead.PointOf(exported);
        long removed = anchor?.Sequence ?? 0;
        if (removed >= exported.First)
        {
            string text = string.Create(CultureInfo.InvariantCulture, $"events {exported.First} to {removed} were removed after the head was exported");
            findings.Add(AuditFindingKind.Missing, exported.First, removed, text);
        }
        else if (point.Sequence > verifier.Last)
        {
            findings.Missing(verifier.Last + 1, point.Sequence);
        }
        else if (point.Sequence > 0 && verifier.At(point.Sequence) != point)
        {
            string text = string.Create(CultureInfo.InvariantCulture, $"event {point.Sequence} is not the one that the exported head tells of: something up to it was written anew");
            findings.Add(AuditFindingKind.Altered, point.Sequence, point.Sequence, text);
        }
        else
        {
            return true;
        }

        return false;
    }
}
