using System.ComponentModel;
using System.IO.Pipes;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace BackupAccess.Engine.Commands;

/// <summary>
/// A process in a session of its own, in the root directory, with the environment, the three pipes and the open files that
/// it is given and no others. Whatever it has started ends with it, but for what has begun a session of its own since. On
/// Linux.
/// </summary>
internal sealed unsafe class ContainedProcess : IDisposable
{
    /// <summary>The number that the first of the files has in the process; the next have the next.</summary>
    public const int FirstFile = 3;

    // What is still to be given its number lies above all numbers that are given.
    private const int AboveFiles = 16;

    /// <summary>The variable by which a process is known, and what it has started, wherever that is by now.</summary>
    private const string Mark = "BACKUPACCESS_CALL";

    private readonly int _id;
    private readonly string _mark;
    private readonly Lock _gate = new();
    private bool _isReaped;

    private ContainedProcess(int id, string mark, Pipe input, Pipe output, Pipe errors)
    {
        (_id, _mark) = (id, mark);
        Input = new AnonymousPipeClientStream(PipeDirection.Out, input.TakeWriting());
        Output = new AnonymousPipeClientStream(PipeDirection.In, output.TakeReading());
        Errors = new AnonymousPipeClientStream(PipeDirection.In, errors.TakeReading());
        Ended = Task.Factory.StartNew(WaitForEnd, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public Stream Input { get; }

    public Stream Output { get; }

    public Stream Errors { get; }

    /// <summary>What it ended with, as a shell tells it; all that it had started has been ended by then.</summary>
    public Task<int> Ended { get; }

    /// <param name="path">The program.</param>
    /// <param name="arguments">Its name for itself, and its arguments.</param>
    /// <param name="environment">Its variables.</param>
    /// <param name="mark">What it is known by.</param>
    /// <param name="files">What it has open besides its pipes.</param>
    /// <exception cref="Win32Exception">It can't be started.</exception>
    public static ContainedProcess Start(string path, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment, string mark, IReadOnlyList<SafeHandle> files)
    {
        using Pipe input = new();
        using Pipe output = new();
        using Pipe errors = new();
        SafeFileHandle[] given = [.. new[] { input.Reading, output.Writing, errors.Writing }.Concat(files).Select(Move)];
        try
        {
            return new ContainedProcess(Spawn(path, arguments, new Dictionary<string, string>(environment) { [Mark] = mark }, given), mark, input, output, errors);
        }
        finally
        {
            Array.ForEach(given, file => file.Dispose());
        }
    }

    /// <summary>Ends it and all that it has started, what has begun a session of its own too.</summary>
    public void Kill()
    {
        lock (_gate)
        {
            if (!_isReaped)
            {
                KillSession();
            }
        }

        KillMarked(_mark);
    }

    /// <summary>Ends what was started with a mark by a process that is no more, say.</summary>
    public static void KillMarked(string mark) => ProcessTable.Kill(() => ProcessTable.RunningWith(Mark, mark));

    public void Dispose()
    {
        Input.Dispose();
        Output.Dispose();
        Errors.Dispose();
    }

    private static int Spawn(string path, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment, SafeFileHandle[] files)
    {
        byte* actions = stackalloc byte[Posix.Opaque];
        byte* attributes = stackalloc byte[Posix.Opaque];
        byte* signals = stackalloc byte[Posix.Opaque];
        _ = Posix.InitializeActions(actions);
        _ = Posix.InitializeAttributes(attributes);
        try
        {
            for (int i = 0; i < files.Length; i++)
            {
                Require(Posix.AddDuplicate(actions, (int)files[i].DangerousGetHandle(), i));
            }

            Require(Posix.AddCloseFrom(actions, files.Length));
            Require(Posix.AddChangeDirectory(actions, "/"));
            Require(Posix.SetFlags(attributes, Posix.DefaultSignals | Posix.SignalMask | Posix.NewSession));
            _ = Posix.EmptySet(signals);
            Require(Posix.SetSignalMask(attributes, signals));
            _ = Posix.FillSet(signals);
            Require(Posix.SetDefaultSignals(attributes, signals));
            int process;
            Require(Posix.Spawn(&process, path, actions, attributes, [.. arguments, null], [.. environment.Select(pair => $"{pair.Key}={pair.Value}"), null]));
            return process;
        }
        finally
        {
            _ = Posix.DestroyActions(actions);
            _ = Posix.DestroyAttributes(attributes);
        }
    }

    private static SafeFileHandle Move(SafeHandle file)
    {
        int moved = Posix.Control(file, Posix.DuplicateAbove, AboveFiles);
        return moved >= 0 ? new SafeFileHandle(moved, ownsHandle: true) : throw new Win32Exception();
    }

    private static void Require(int error)
    {
        if (error != 0)
        {
            throw new Win32Exception(error);
        }
    }

    /// <summary>Until it is reaped its number, which is its session's, is nobody else's; so what is left is ended before.</summary>
    private int WaitForEnd()
    {
        byte* information = stackalloc byte[Posix.Opaque];
        while (Posix.WaitFor(Posix.ById, _id, information, Posix.Exited | Posix.LeaveWaitable) != 0 && Marshal.GetLastPInvokeError() == Posix.Interrupted)
        {
        }

        lock (_gate)
        {
            KillSession();
            int status;
            int reaped;
            do
            {
                reaped = Posix.Reap(_id, &status, 0);
            }
            while (reaped < 0 && Marshal.GetLastPInvokeError() == Posix.Interrupted);

            _isReaped = true;
            return reaped < 0 ? throw new Win32Exception() : (status & 0x7F) == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F);
        }
    }

    /// <summary>The group at one blow, and then what else there is.</summary>
    private void KillSession()
    {
        int[] descending = [.. ProcessTable.RunningOf(_id)];
        _ = Posix.Signal(-_id, Posix.Kill);
        Array.ForEach(descending, process => _ = Posix.Signal(process, Posix.Kill));
        ProcessTable.Kill(() => ProcessTable.RunningOf(_id));
    }

    /// <summary>A pipe; the ends that aren't taken are closed with it.</summary>
    private sealed class Pipe : IDisposable
    {
        private SafePipeHandle? _reading;
        private SafePipeHandle? _writing;

        public Pipe()
        {
            int* ends = stackalloc int[2];
            if (Posix.Pipe(ends, Posix.CloseOnExec) != 0)
            {
                throw new Win32Exception();
            }

            _reading = new SafePipeHandle(ends[0], ownsHandle: true);
            _writing = new SafePipeHandle(ends[1], ownsHandle: true);
        }

        public SafeHandle Reading => _reading!;

        public SafeHandle Writing => _writing!;

        public SafePipeHandle TakeReading() => Interlocked.Exchange(ref _reading, null)!;

        public SafePipeHandle TakeWriting() => Interlocked.Exchange(ref _writing, null)!;

        public void Dispose()
        {
            _reading?.Dispose();
            _writing?.Dispose();
        }
    }
}
