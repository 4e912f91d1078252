using System.Globalization;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Settings;
using BackupAccess.Engine.Tags;
using BackupAccess.Engine.Tasks;

namespace BackupAccess.Engine.Tests.Tasks;

/// <summary>One random history of a queue, done to the state and to the model at once; after each step the two agree.</summary>
internal sealed class QueueHistory(TaskWorld world, Random random)
{
    private const string Caller = "another:1";

    private QueueModel _model = new();

    /// <summary>Begins anew, with accounts as they are made.</summary>
    public void Begin(IEnumerable<string> accounts)
    {
        world.Execute("DELETE FROM task", new { });
        world.Execute("DELETE FROM account_tag", new { });
        world.Execute("UPDATE account SET priority_group_id = NULL, type = 'User'", new { });
        world.Execute("DELETE FROM setting WHERE name LIKE 'lanes.%'", new { });
        _model = new QueueModel();
        (_model.Lanes[TaskLane.Backup], _model.Lanes[TaskLane.Restore]) = (5, 5);
        foreach (string account in accounts)
        {
            _model.Accounts[account] = new ModelAccount();
        }
    }

    public async Task StepAsync(int mostQueued)
    {
        switch (random.Next(10))
        {
            case < 4 when _model.Queued.Count < mostQueued:
                Add();
                break;
            case < 7:
                Take();
                break;
            case 7 when _model.Running.Count > 0:
                End(Pick(_model.Running).Id);
                break;
            case 8:
                await ChangeAsync(Pick([.. _model.Accounts.Keys]));
                break;
            default:
                await SetLanesAsync(Pick(Enum.GetValues<TaskLane>()));
                break;
        }
    }

    private void Add()
    {
        string account = Pick([.. _model.Accounts.Keys]);
        TaskKind kind = Pick(Enum.GetValues<TaskKind>());
        bool hasCaller = random.Next(3) == 0;
        TaskRow row = TestTasks.Row(world.Row(account), kind) with { Priority = _model.Accounts[account].Priority(kind), IsDirect = hasCaller ? 1 : 0, Holder = hasCaller ? Caller : null, ExpiresAt = long.MaxValue / 2 };
        _model.Add(world.Add(row).Id, account, kind, hasCaller);
    }

    private void Take()
    {
        string? taken = world.Queue.Take("worker:1")?.Id;
        Assert.Equal(_model.NextForWorkers(), taken);
        if (taken is not null)
        {
            _model.Start(taken);
        }

        foreach (QueueModel.Entry waiting in _model.Queued.Where(entry => entry.HasCaller))
        {
            bool mayStart = _model.MayStart(waiting.Id);
            Assert.Equal(mayStart, world.Queue.TryStart(world.Find(waiting.Id)) is not null);
            if (mayStart)
            {
                _model.Start(waiting.Id);
            }
        }
    }

    private void End(string id)
    {
        world.End(world.Find(id));
        _model.End(id);
    }

    private async Task ChangeAsync(string account)
    {
        ModelAccount model = _model.Accounts[account];
        string tag = Pick(ModelAccount.Tags);
        switch (random.Next(3))
        {
            case 0:
                model.Group = random.Next(4) == 0 ? null : Pick(ModelAccount.Groups);
                world.Execute("UPDATE account SET priority_group_id = (SELECT id FROM priority_group WHERE name = @Group) WHERE name = @account", new { model.Group, account });
                break;
            case 1:
                model.Type = Pick(Enum.GetValues<AccountType>());
                world.Execute("UPDATE account SET type = @type WHERE name = @account", new { type = model.Type.ToString(), account });
                break;
            case 2 when model.Carries.Add(tag):
                await world.Store.Local.DoAsync(new AddAccountTag(new AccountReference(account), tag));
                break;
            default:
                model.Carries.Remove(tag);
                await world.Store.Local.DoAsync(new RemoveAccountTag(new AccountReference(account), tag));
                break;
        }
    }

    private async Task SetLanesAsync(TaskLane lane)
    {
        _model.Lanes[lane] = random.Next(1, 11);
        await world.Store.Local.DoAsync(new UpdateSetting($"lanes.{lane.ToString().ToLowerInvariant()}", [_model.Lanes[lane].ToString(CultureInfo.InvariantCulture)]));
    }

    private T Pick<T>(IReadOnlyList<T> from) => from[random.Next(from.Count)];
}
