using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Schedules;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Tasks;

namespace BackupAccess.Engine.Serving;

/// <summary>
/// Runs schedules when they are due, has the queue worked, and does each minute what follows the state outside it. Between
/// that it waits for the next moment, and looks each second whether anybody has changed the state.
/// </summary>
internal sealed class ServeLoop(Door door, Scheduler scheduler, TaskWorker worker)
{
    private static readonly TimeSpan s_poll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_upkeep = TimeSpan.FromMinutes(1);

    private readonly TimeProvider _time = door.Services.Time;
    private DateTimeOffset _seenAt;
    private long _seenUptime;
    private long? _upkeepUptime;
    private long? _nextDue;

    /// <param name="ready">Told once, when what stood in the state has been looked at.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="EngineException">The state can't be used at the beginning; later it is tried again.</exception>
    public async Task RunAsync(Action? ready, CancellationToken cancellationToken)
    {
        using ChangeNotice notice = new(door.Services.Database);
        Reckon();
        ready?.Invoke();
        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                TryStep(notice, cancellationToken);
                await Task.Delay(Wait(), _time, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return;
        }
        finally
        {
            scheduler.Release();
        }
    }

    /// <summary>Nobody is there to be told that the state is out of reach for a while, so it is tried again.</summary>
    private void TryStep(ChangeNotice notice, CancellationToken cancellationToken)
    {
        try
        {
            Step(notice, cancellationToken);
        }
        catch (EngineException)
        {
            _nextDue = null;
            _upkeepUptime = null;
        }
    }

    private void Step(ChangeNotice notice, CancellationToken cancellationToken)
    {
        if (HasClockMovedBack())
        {
            Reckon();
        }

        bool isUpkeep = _upkeepUptime is not { } last || _time.GetElapsedTime(last) >= s_upkeep;
        bool hasChanged = notice.HasChanged();
        if (isUpkeep || hasChanged || _nextDue <= _time.Now())
        {
            scheduler.RunDue(cancellationToken);
            _nextDue = scheduler.NextDue();
            worker.Start();
        }

        if (isUpkeep)
        {
            Arrears.CatchUp(door.Services, Session.OfEngine(_time.GetUtcNow()));
            _upkeepUptime = _time.GetTimestamp();
        }
    }

    private void Reckon()
    {
        scheduler.Reckon();
        (_seenAt, _seenUptime, _nextDue) = (_time.GetUtcNow(), _time.GetTimestamp(), null);
    }

    /// <summary>Whether the wall clock has fallen behind the time that passed.</summary>
    private bool HasClockMovedBack()
    {
        DateTimeOffset now = _time.GetUtcNow();
        TimeSpan behind = _time.GetElapsedTime(_seenUptime) - (now - _seenAt);
        (_seenAt, _seenUptime) = (now, _time.GetTimestamp());
        return behind > s_upkeep;
    }

    private TimeSpan Wait()
    {
        TimeSpan left = _nextDue is { } due ? due.ToTime() - _time.GetUtcNow() : s_poll;
        return left > s_poll ? s_poll : left > TimeSpan.Zero ? left : TimeSpan.FromMilliseconds(1);
    }
}
