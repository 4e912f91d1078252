using System.Globalization;
using BackupAccess.Engine.Commands;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Settings;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Audit;

/// <summary>
/// Hands the head of the log to where the settings say, off the host: a file, a command, or both. At most once a minute,
/// over all processes; what is written in between is handed on when the minute is over, or when the process is done.
/// </summary>
internal sealed class HeadExport : IDisposable
{
    /// <summary>Tells, beside the database, when a head was last exported.</summary>
    public const string FileName = "audit.exported";

    public const string Operation = "exportAuditHead";

    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(60);

    private readonly Lock _lock = new();
    private readonly StateDatabase _database;
    private readonly AuditKeys _keys;
    private readonly string _folder;
    private readonly TimeProvider _time;
    private DateTimeOffset _next;
    private ITimer? _timer;
    private bool _isDue;
    private bool _isWanted = true;
    private string? _failure;

    public HeadExport(StateDatabase database, AuditKeys keys, string folder, TimeProvider time)
    {
        _database = database;
        _keys = keys;
        _folder = folder;
        _time = time;
    }

    /// <summary>The log has a new end.</summary>
    public void Committed()
    {
        lock (_lock)
        {
            _isDue = true;
            if (_time.GetUtcNow() >= _next)
            {
                Export(force: false);
            }
            else if (_isWanted)
            {
                Wait();
            }
        }
    }

    /// <summary>The settings may say something else now, or the log begins elsewhere: the next end is exported at once.</summary>
    public void Hurry()
    {
        lock (_lock)
        {
            _next = DateTimeOffset.MinValue;
            _isWanted = true;
            File.Delete(Path.Combine(_folder, FileName));
        }
    }

    /// <summary>Hands on what hasn't been; what comes later will again.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _timer?.Dispose();
            _timer = null;
            if (_isDue && _isWanted && File.Exists(_database.Path))
            {
                Export(force: true);
                _timer?.Dispose();
                _timer = null;
            }
        }
    }

    private void Wait() => _timer ??= _time.CreateTimer(_ => Late(), state: null, s_interval, Timeout.InfiniteTimeSpan);

    private void Late()
    {
        lock (_lock)
        {
            _timer?.Dispose();
            _timer = null;
            if (_isDue && File.Exists(_database.Path))
            {
                Export(force: false);
            }
        }
    }

    private void Export(bool force)
    {
        DateTimeOffset now = _time.GetUtcNow();
        _next = now + s_interval;
        (string? file, string? command) = ReadSettings();
        _isWanted = file is not null || command is not null;
        if (!_isWanted || (!force && LastElsewhere() is { } last && last <= now && now < last + s_interval))
        {
            if (_isWanted)
            {
                Wait();
            }

            return;
        }

        Tell(now, Attempt(file, command));
    }

    private string? Attempt(string? file, string? command)
    {
        try
        {
            string head = ReadHead().Format();
            if (file is not null)
            {
                Replace(file, head);
            }

            if (command is not null)
            {
                CommandRun.Run(CommandList.Require(_folder, command, CommandPurpose.AuditHead), System.Text.Encoding.UTF8.GetBytes(head));
            }

            Replace(Path.Combine(_folder, FileName), _time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture));
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or EngineException)
        {
            return e.Message;
        }
    }

    /// <summary>A failure goes into the log, once while it stays the same, and is tried again a minute later.</summary>
    private void Tell(DateTimeOffset now, string? failure)
    {
        bool isNew = failure is not null && failure != _failure;
        _isDue = failure is not null;
        _failure = failure;
        if (isNew)
        {
            using StateTransaction transaction = _database.BeginImmediate();
            AuditLog.Append(transaction, now.ToMicroseconds(), Session.OfEngine(now), Operation, new NoSubject("audit log"), AuditOutcome.Failed, failure);
            transaction.Commit();
        }
    }

    private AuditHead ReadHead()
    {
        using StateConnection db = _database.Connect();
        return ExportedHead.Make(db, _keys, _time);
    }

    private (string? File, string? Command) ReadSettings()
    {
        using StateConnection db = _database.Connect();
        return (KnownSettings.AuditHeadFile.Read(db), KnownSettings.AuditHeadCommand.Read(db));
    }

    private DateTimeOffset? LastElsewhere()
    {
        string path = Path.Combine(_folder, FileName);
        return File.Exists(path) && DateTimeOffset.TryParse(File.ReadAllText(path), CultureInfo.InvariantCulture, out DateTimeOffset last) ? last : null;
    }

    private static void Replace(string path, string content)
    {
        string temporary = $"{path}.new";
        File.Delete(temporary);
        using (FileStream stream = PrivateFile.Create(temporary))
        {
            stream.Write(System.Text.Encoding.UTF8.GetBytes(content));
        }

        File.Move(temporary, path, overwrite: true);
    }
}
