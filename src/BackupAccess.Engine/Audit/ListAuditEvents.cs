using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Audit;

/// <summary>Lists audit events, newest first. Patterns of names or ids of principals and objects, and of operations, none means all; null filters nothing; at most <c>Newest</c>.</summary>
public sealed record ListAuditEvents(IReadOnlyList<string> Principals, IReadOnlyList<string> Operations, IReadOnlyList<string> Objects, AuditOutcome? Outcome, DateTimeOffset? Since, DateTimeOffset? Before, int? Newest) : IOperation<IAsyncEnumerable<AuditEvent>>;

internal sealed class ListAuditEventsHandler : ReadHandler<ListAuditEvents, NoSubject, IAsyncEnumerable<AuditEvent>>
{
    private const int PageSize = 1000;

    private const string Page = """
        SELECT sequence AS Sequence, time AS Time, principal AS Principal, principal_id AS PrincipalId, channel AS Channel,
               access_key_id AS AccessKeyId, address AS Address, operation AS Operation, object_kind AS ObjectKind,
               object_id AS ObjectId, object_name AS ObjectName, outcome AS Outcome, reason AS Reason
        FROM audit_event
        WHERE sequence < @below AND time >= @since AND time < @before AND (@outcome = '' OR outcome = @outcome)
        ORDER BY sequence DESC LIMIT @limit
        """;

    public override NoSubject Resolve(ListAuditEvents request, OperationContext context) => new();

    public override Task<IAsyncEnumerable<AuditEvent>> HandleAsync(ListAuditEvents request, NoSubject subject, OperationContext context, CancellationToken cancellationToken)
    {
        IEnumerable<AuditEvent> events = Read(context.Services.Database, request);
        return Task.FromResult((request.Newest is { } newest ? events.Take(newest) : events).ToAsyncEnumerable());
    }

    /// <summary>Page by page, newest first, so that a long log is never held whole.</summary>
    private static IEnumerable<AuditEvent> Read(StateDatabase database, ListAuditEvents request)
    {
        NamePatterns principals = new(request.Principals);
        NamePatterns operations = new(request.Operations);
        NamePatterns objects = new(request.Objects);
        long below = long.MaxValue;
        while (true)
        {
            IReadOnlyList<AuditRow> page = ReadPage(database, request, below);
            foreach (AuditRow row in page)
            {
                if (principals.Matches(row.Principal, row.PrincipalId) && operations.Matches(row.Operation) && objects.Matches(row.ObjectName, row.ObjectId))
                {
                    yield return row.Show();
                }
            }

            if (page.Count < PageSize)
            {
                yield break;
            }

            below = page[^1].Sequence;
        }
    }

    private static IReadOnlyList<AuditRow> ReadPage(StateDatabase database, ListAuditEvents request, long below)
    {
        using StateConnection db = database.Connect();
        return db.Query<AuditRow>(Page, new
        {
            below,
            since = request.Since?.ToMicroseconds() ?? long.MinValue,
            before = request.Before?.ToMicroseconds() ?? long.MaxValue,
            outcome = request.Outcome?.ToString() ?? "",
            limit = PageSize,
        });
    }
}
