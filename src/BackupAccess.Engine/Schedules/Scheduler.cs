using BackupAccess.Engine.Configurations;
using BackupAccess.Engine.Jobs;
using BackupAccess.Engine.Leases;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Schedules.Recurrences;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Schedules;

/// <summary>
/// Runs schedules as one process sees them. A moment is claimed in an immediate transaction that writes the run down and
/// moves the schedule on, so one process has it; each configuration's job is written with its part of the run, so whoever
/// takes over from a process that was killed does what is left and nothing twice.
/// </summary>
internal sealed class Scheduler(Door door)
{
    private const int Batch = 200;
    private const string Unnamed = "no configuration names it";

    /// <summary>Clocks of machines on one state differ by less.</summary>
    private static readonly long s_skew = (long)Lease.Skew.TotalMicroseconds;

    private static readonly long s_lease = (long)Lease.Term.TotalMicroseconds;

    private readonly Lock _gate = new();
    private readonly string _holder = LeaseHolder.New(door.Services.Time);

    private EngineServices Services => door.Services;

    /// <summary>When the next schedule is due; null where none is.</summary>
    public long? NextDue()
    {
        using StateConnection db = Services.Database.Connect();
        return ScheduleStore.NextDue(db);
    }

    /// <summary>Whether a run waits to be taken up.</summary>
    public bool HasRuns()
    {
        using StateConnection db = Services.Database.Connect();
        return ScheduleRunStore.Begun(db).Any(IsMine);
    }

    /// <summary>
    /// Works all next runs out anew: the clock may have been put back, or the zones' rules have changed. What is due by now
    /// stays due.
    /// </summary>
    public void Reckon()
    {
        using StateTransaction transaction = Services.Database.BeginImmediate();
        long now = Services.Time.Now();
        ScheduleRunStore.ForgetMomentsAfter(transaction, now + s_skew);
        foreach (ScheduleRow schedule in ScheduleStore.All(transaction).Where(schedule => !schedule.IsSuspended && !(schedule.NextRunAt <= now)))
        {
            long? next = TryRecurrence(schedule, out _)?.After(now.ToTime())?.ToMicroseconds();
            if (next != schedule.NextRunAt)
            {
                ScheduleStore.SetNext(transaction, schedule.Id, next);
            }
        }

        transaction.Commit();
    }

    /// <summary>Claims and runs whatever is due, and what was left by a process that is no more.</summary>
    /// <exception cref="EngineException">The state is out of reach; what was claimed is run the next time.</exception>
    public void RunDue(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            while (!cancellationToken.IsCancellationRequested && Claim() > 0)
            {
                RunBegun(cancellationToken);
            }

            RunBegun(cancellationToken);
        }
    }

    /// <summary>Runs what was asked for or claimed, and isn't another's.</summary>
    public void RunAsked(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            RunBegun(cancellationToken);
        }
    }

    /// <summary>Lets go of what was claimed and isn't run yet.</summary>
    public void Release()
    {
        using StateTransaction transaction = Services.Database.BeginImmediate();
        ScheduleRunStore.Release(transaction, _holder);
        transaction.Commit();
    }

    private int Claim()
    {
        long now = Services.Time.Now();
        using (StateConnection db = Services.Database.Connect())
        {
            if (!(ScheduleStore.NextDue(db) <= now))
            {
                return 0;
            }
        }

        using StateTransaction transaction = Services.Database.BeginImmediate();
        IReadOnlyList<ScheduleRow> due = ScheduleStore.Due(transaction, now, Batch);
        foreach (ScheduleRow schedule in due)
        {
            Claim(transaction, schedule, now);
        }

        transaction.Commit();
        return due.Count;
    }

    private void Claim(StateTransaction db, ScheduleRow schedule, long now)
    {
        DueDecision decision = TryRecurrence(schedule, out string? failure) is { } recurrence
            ? DueDecision.Of(schedule, recurrence, ScheduleRunStore.CountRunning(db, schedule.Id), now)
            : new DueDecision(schedule.NextRunAt!.Value, Next: null, IsRun: false, failure);
        if (decision.IsRun && ConfigurationStore.OfSchedule(db, schedule.ProfileId, schedule.Name).Count == 0)
        {
            decision = decision with { IsRun = false, Message = Unnamed };
        }

        ScheduleStore.SetNext(db, schedule.Id, decision.Next);
        ScheduleRunStore.TryInsert(db, new ScheduleRunRow(
            Guid.CreateVersion7(Services.Time.GetUtcNow()).ToString(),
            schedule.Id,
            Number: 0,
            decision.Moment,
            decision.Moment,
            AskedBy: null,
            decision.IsRun ? now : null,
            decision.IsRun ? _holder : null,
            now + s_lease,
            decision.IsRun ? LeaseHolder.Describe(_holder) : null,
            decision.IsRun ? null : now,
            decision.IsRun ? 0 : 1,
            decision.Message));
    }

    private Recurrence? TryRecurrence(ScheduleRow schedule, out string? failure)
    {
        try
        {
            failure = null;
            return ScheduleRules.RecurrenceOf(Services, schedule);
        }
        catch (InvalidRequestException e)
        {
            // A zone may go with the machine, or with its list of zones.
            failure = e.Message;
            return null;
        }
    }

    private void RunBegun(CancellationToken cancellationToken)
    {
        IReadOnlyList<ScheduleRunRow> begun;
        using (StateConnection db = Services.Database.Connect())
        {
            begun = [.. ScheduleRunStore.Begun(db).Where(IsMine)];
        }

        foreach (ScheduleRunRow run in begun.TakeWhile(_ => !cancellationToken.IsCancellationRequested))
        {
            Run(run, cancellationToken);
        }

        if (cancellationToken.IsCancellationRequested)
        {
            Release();
        }
    }

    private bool IsMine(ScheduleRunRow run) => run.Holder == _holder || run.IsFree(Services.Time.Now());

    private void Run(ScheduleRunRow run, CancellationToken cancellationToken)
    {
        if (TryHold(run) is not { } held)
        {
            return;
        }

        ScheduleRow? schedule;
        ConfigurationRow[] left;
        string? skipped;
        using (StateConnection db = Services.Database.Connect())
        {
            schedule = ScheduleStore.Find(db, run.ScheduleId);
            IReadOnlyList<ConfigurationRow> configurations = schedule is null ? [] : ConfigurationStore.OfSchedule(db, schedule.ProfileId, schedule.Name);
            HashSet<string> done = [.. ScheduleRunStore.PartsOf(db, run.Id).Select(part => part.ConfigurationId)];
            left = [.. configurations.Where(configuration => !done.Contains(configuration.Id))];
            skipped = configurations.Count + done.Count == 0 ? Unnamed : null;
        }

        foreach (ConfigurationRow configuration in left)
        {
            if (cancellationToken.IsCancellationRequested || TryHold(held) is not { } renewed)
            {
                return;
            }

            held = renewed;
            Run(run, schedule!, configuration);
        }

        Change(db => ScheduleRunStore.End(db, run.Id, _holder, Services.Time.Now(), skipped));
    }

    private void Run(ScheduleRunRow run, ScheduleRow schedule, ConfigurationRow configuration)
    {
        RunConfiguration request = new(new ConfigurationReference(configuration.Guid, configuration.Path), schedule.Label, schedule.Name) { Run = Guid.Parse(run.Id) };
        try
        {
            door.Change((RunConfigurationHandler)OperationCatalogue.Find(request), new Call(configuration.SessionAt(Services.Time.GetUtcNow()), Progress: null, []), request);
        }
        catch (EngineException e) when (e is not StateException && e.ErrorId != "Busy")
        {
            // Of a configuration that the run has done already, nothing is added.
            Change(db => ScheduleRunStore.TryAddPart(db, new ScheduleRunPart(run.Id, configuration.Id, configuration.Path, JobId: null, e.Message)));
        }
    }

    /// <summary>Takes a run, or renews the hold on it where that is half over.</summary>
    /// <returns>The run as it is held; null where it is another's.</returns>
    private ScheduleRunRow? TryHold(ScheduleRunRow run)
    {
        long now = Services.Time.Now();
        if (run.Holder == _holder && run.ExpiresAt - now > s_lease / 2)
        {
            return run;
        }

        bool isHeld = false;
        Change(db => isHeld = ScheduleRunStore.TryTake(db, run, _holder, LeaseHolder.Describe(_holder), now, now + s_lease));
        return isHeld ? run with { Holder = _holder, ExpiresAt = now + s_lease } : null;
    }

    private void Change(Action<StateTransaction> change)
    {
        using StateTransaction transaction = Services.Database.BeginImmediate();
        change(transaction);
        transaction.Commit();
    }
}
