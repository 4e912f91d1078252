using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Audit;

/// <summary>Lists audit events, newest first. Patterns of names or ids of principals and objects, and of operations, none means all; null filters nothing; at most <c>Newest</c>, of the newest.</summary>
public sealed record ListAuditEvents(IReadOnlyList<string> Principals, IReadOnlyList<string> Operations, IReadOnlyList<string> Objects, AuditOutcome? Outcome, DateTimeOffset? Since, DateTimeOffset? Before, int? Newest) : IOperation<IAsyncEnumerable<AuditEvent>>
{
    public AuditOrder Order { get; init; }
}

internal sealed class ListAuditEventsHandler : ReadHandler<ListAuditEvents, NoSubject, IAsyncEnumerable<AuditEvent>>
{
    private const int PageSize = 1000;

    public override NoSubject Resolve(ListAuditEvents request, OperationContext context) => new();

    public override void Validate(ListAuditEvents request)
    {
        if (request is { Newest: not null, Order: AuditOrder.OldestFirst })
        {
            throw new InvalidRequestException("InvalidValue", "The newest events are listed newest first.");
        }
    }

    public override Task<IAsyncEnumerable<AuditEvent>> HandleAsync(ListAuditEvents request, NoSubject subject, OperationContext context, CancellationToken cancellationToken)
    {
        IEnumerable<AuditEvent> events = Read(context.Services.Database, request);
        return Task.FromResult((request.Newest is { } newest ? events.Take(newest) : events).ToAsyncEnumerable());
    }

    /// <summary>Page by page, so that a long log is never held whole, and no snapshot of the database for long.</summary>
    private static IEnumerable<AuditEvent> Read(StateDatabase database, ListAuditEvents request)
    {
        NamePatterns principals = new(request.Principals);
        NamePatterns operations = new(request.Operations);
        NamePatterns objects = new(request.Objects);
        string sql = Sql(request);
        long from = request.Order == AuditOrder.NewestFirst ? long.MaxValue : 0;
        while (true)
        {
            IReadOnlyList<AuditRow> page = ReadPage(database, request, sql, from);
            foreach (AuditRow row in page)
            {
                if (principals.Matches(row.Principal, row.PrincipalId) && operations.Matches(row.Operation) && IsAbout(row, objects))
                {
                    yield return row.Show();
                }
            }

            if (page.Count < PageSize)
            {
                yield break;
            }

            from = page[^1].Sequence;
        }
    }

    private static bool IsAbout(AuditRow row, NamePatterns objects) =>
        objects.Matches(row.ObjectName, row.ObjectId) || row.Others.Any(other => objects.Matches(other.Name, other.Id));

    /// <summary>The query of a page.</summary>
    internal static string Sql(ListAuditEvents request)
    {
        (string from, string direction) = request.Order == AuditOrder.NewestFirst ? ("<", "DESC") : (">", "ASC");
        string order = $"ORDER BY sequence {direction} LIMIT {PageSize}";
        string conditions = $" AND sequence {from} @from"
            + (request.Since is null ? "" : " AND time >= @since")
            + (request.Before is null ? "" : " AND time < @before")
            + (request.Outcome is null ? "" : " AND outcome = @outcome")
            + AuditFilter.Of(request.Principals, "principal", "principal_id", "principals")
            + AuditFilter.Of(request.Operations, "operation", null, "operations");
        return $"{AuditStore.SelectRows} WHERE TRUE{conditions}{AuditFilter.OfObjects(request.Objects, conditions, order)} {order}";
    }

    private static IReadOnlyList<AuditRow> ReadPage(StateDatabase database, ListAuditEvents request, string sql, long from)
    {
        using StateConnection db = database.Connect();
        return AuditStore.WithOthers(db, db.Query<AuditRow>(sql, Parameters(request, from)));
    }

    private static Dictionary<string, object?> Parameters(ListAuditEvents request, long from)
    {
        Dictionary<string, object?> parameters = new()
        {
            ["from"] = from,
            ["since"] = request.Since?.ToMicroseconds(),
            ["before"] = request.Before?.ToMicroseconds(),
            ["outcome"] = request.Outcome?.ToString(),
            ["principals"] = request.Principals,
            ["principalsOne"] = AuditFilter.One(request.Principals),
            ["operations"] = request.Operations,
            ["operationsOne"] = AuditFilter.One(request.Operations),
        };
        for (int number = 0; number < request.Objects.Count; number++)
        {
            parameters[$"object{number}"] = request.Objects[number];
        }

        return parameters;
    }
}
