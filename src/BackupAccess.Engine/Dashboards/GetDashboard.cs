using BackupAccess.Engine.Access;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Tasks;

namespace BackupAccess.Engine.Dashboards;

/// <summary>Tells how backups stand: which accounts are protected, what was backed up and what failed lately, what runs, how much room it takes. Of the accounts that the caller may see.</summary>
/// <param name="Connectors">Patterns; none means all.</param>
/// <param name="Days">How old the newest backup of a protected account may be, and since when failures are told.</param>
public sealed record GetDashboard(IReadOnlyList<string> Connectors, int Days) : IOperation<Dashboard>;

internal sealed class GetDashboardHandler : ReadHandler<GetDashboard, NoSubject, Dashboard>
{
    private const int Longest = 3650;
    private const int HistoryDays = 30;
    private const int Shown = 10;
    private const long MicrosecondsADay = 86_400_000_000L;

    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Account];

    public override UnnamedTarget Unnamed => UnnamedTarget.Nothing;

    public override void Validate(GetDashboard request)
    {
        if (request.Days is < 1 or > Longest)
        {
            throw new InvalidRequestException("InvalidValue", $"The days within which an account is to have a backup are a number from 1 to {Longest}.");
        }
    }

    public override NoSubject Resolve(GetDashboard request, OperationContext context) => new();

    public override Task<Dashboard> HandleAsync(GetDashboard request, NoSubject subject, OperationContext context, CancellationToken cancellationToken)
    {
        NamePatterns connectors = new(request.Connectors);
        Dictionary<string, AccountRow> accounts = AccountStore.BareCandidates(context.Db, new AccountPatterns([]))
            .Where(account => connectors.Matches(account.Connector, account.ConnectorId) && context.Allows(account.Target))
            .ToDictionary(account => account.Id, StringComparer.Ordinal);
        ILookup<string, DashboardStore.Standing> standings = DashboardStore.Standings(context.Db).ToLookup(standing => standing.AccountId, StringComparer.Ordinal);
        AccountProtection[] all = [.. accounts.Values.Select(account => Show(account, standings[account.Id].FirstOrDefault()))];
        AccountProtection[] live = [.. all.Where(account => !accounts[account.AccountId.ToString()].IsOrphan)];
        DateTimeOffset since = (context.Now - (request.Days * MicrosecondsADay)).ToTime();
        AccountProtection[] unprotected = [.. live.Where(account => account.LastBackup is not { } last || last < since).OrderBy(account => account.LastBackup ?? DateTimeOffset.MinValue)];
        WorkTask[] tasks = [.. TasksOf(context, accounts)];
        return Task.FromResult(new Dashboard
        {
            Time = context.Now.ToTime(),
            Days = request.Days,
            Accounts = live.Length,
            Protected = live.Length - unprotected.Length,
            Unprotected = unprotected,
            Partial = [.. live.Where(account => account.Partial)],
            Largest = [.. all.Where(account => account.Added > 0).OrderByDescending(account => account.Added).Take(Shown)],
            Orphans = all.Count(account => accounts[account.AccountId.ToString()].IsOrphan && account.Backups > 0),
            Backups = all.Sum(account => (long)account.Backups),
            Size = live.Sum(account => account.Size),
            Added = all.Sum(account => account.Added),
            Last = LastOf(context, accounts),
            Failed = [.. tasks.Where(task => task.State == TaskState.Failed && task.Ended >= since).OrderByDescending(task => task.Ended)],
            Running = [.. tasks.Where(task => task.State == TaskState.Running)],
            Queued = tasks.Count(task => task.State == TaskState.Queued),
            History = HistoryOf(context, accounts),
        });
    }

    private static AccountProtection Show(AccountRow account, DashboardStore.Standing? standing) => new()
    {
        Account = account.Path,
        AccountId = account.Guid,
        LastBackup = standing?.LastAt.ToTime(),
        Partial = standing?.ProblemCount > 0,
        Backups = (int)(standing?.Backups ?? 0),
        Size = standing?.Size ?? 0,
        Added = standing?.Added ?? 0,
    };

    private static IEnumerable<WorkTask> TasksOf(OperationContext context, Dictionary<string, AccountRow> accounts)
    {
        context.Tasks.Settle();
        return TaskStore.Since(context.Db, since: 0).Where(task => accounts.ContainsKey(task.AccountId)).Select(task => task.Show());
    }

    private static IReadOnlyList<Backup> LastOf(OperationContext context, Dictionary<string, AccountRow> accounts)
    {
        ListBackups newest = new([], [], Kind: null, Locked: null, Since: null, Before: null, PerAccount: null);
        return
        [
            .. BackupPages.Read(context.Services.Database, newest, accounts.Keys, context.Now)
                .Where(backup => accounts.ContainsKey(backup.AccountId))
                .Take(Shown)
                .Select(backup => backup.Show(accounts[backup.AccountId], context.TrustedNow)),
        ];
    }

    private static IReadOnlyList<BackupDay> HistoryOf(OperationContext context, Dictionary<string, AccountRow> accounts)
    {
        long today = context.Now / MicrosecondsADay;
        long first = today - HistoryDays + 1;
        ILookup<long, DashboardStore.AccountDay> days = DashboardStore.Days(context.Db, first * MicrosecondsADay)
            .Where(day => accounts.ContainsKey(day.AccountId))
            .ToLookup(day => day.Day);
        return
        [
            .. Enumerable.Range(0, HistoryDays).Select(number => new BackupDay(
                DateOnly.FromDateTime(DateTime.UnixEpoch.AddDays(first + number)), (int)days[first + number].Sum(day => day.Backups), days[first + number].Sum(day => day.Added))),
        ];
    }
}
