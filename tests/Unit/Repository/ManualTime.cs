namespace BackupAccess.Repository.Tests;

/// <summary>A clock that stands until a test moves it; its timers fire while it moves.</summary>
internal sealed class ManualTime : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<Timer> _timers = [];
    private DateTimeOffset _now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>How many timers were ever made: a wait has begun when it has made its own.</summary>
    public int TimersMade
    {
        get
        {
            lock (_gate)
            {
                return _timers.Count;
            }
        }
    }

    public override DateTimeOffset GetUtcNow() => _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _now.UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Timer timer = new(this, () => callback(state), dueTime, period);
        lock (_gate)
        {
            _timers.Add(timer);
        }

        return timer;
    }

    /// <summary>Moves the clock on, and fires what falls due at its new time.</summary>
    public void Advance(TimeSpan step)
    {
        _now += step;
        Timer[] timers;
        lock (_gate)
        {
            timers = [.. _timers];
        }

        foreach (Timer timer in timers)
        {
            timer.FireIfDue();
        }
    }

    private sealed class Timer(ManualTime time, Action callback, TimeSpan dueTime, TimeSpan period) : ITimer
    {
        private DateTimeOffset? _due = DueAfter(time, dueTime);
        private TimeSpan _period = period;

        public void FireIfDue()
        {
            if (_due <= time._now)
            {
                _due = DueAfter(time, _period);
                callback();
            }
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _due = DueAfter(time, dueTime);
            _period = period;
            return true;
        }

        public void Dispose() => _due = null;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private static DateTimeOffset? DueAfter(ManualTime time, TimeSpan delay) => delay == Timeout.InfiniteTimeSpan ? null : time._now + delay;
    }
}
