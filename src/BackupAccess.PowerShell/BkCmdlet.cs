using System.Globalization;
using System.Management.Automation;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.DesiredState;
using BackupAccess.Engine.Operations;
using BackupAccess.PowerShell.Formatting;
using BackupAccess.PowerShell.Session;

namespace BackupAccess.PowerShell;

/// <summary>
/// The root of every cmdlet: the runspace's session, cancellation, and failures as error records.
/// What a derived class writes, it writes on the pipeline thread.
/// </summary>
public abstract class BkCmdlet : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>Signalled by Ctrl+C.</summary>
    private protected CancellationToken Cancellation => _stopping.Token;

    /// <summary>The runspace's session, connected from the environment where there is none yet.</summary>
    /// <exception cref="NotConnectedException">There is no session, and the environment names no endpoint.</exception>
    private protected IOperationClient Client => RunspaceSession.Current ?? RunspaceSession.Replace(ConnectFromEnvironment());

    /// <summary>The approved requests that the cmdlet acts by.</summary>
    private protected virtual IReadOnlyList<Guid> Approvals => [];

    /// <inheritdoc/>
    protected override void StopProcessing() => _stopping.Cancel();

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopping.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Asks the engine for one act and waits for its result.</summary>
    private protected T Invoke<T>(IOperation<T> request) => Wait(Client.InvokeAsync(request, progress: null, Approvals, Cancellation));

    /// <summary>Asks the engine for one act that lasts, and shows its progress meanwhile.</summary>
    private protected T Work<T>(IOperation<T> request)
    {
        using ProgressPump pump = new();
        IOperationClient client = Client;
        // On another thread from the start: this one shows progress, and what runs before the first await would hold it up.
        Task<T> work = Task.Run(() => client.InvokeAsync(request, pump, Approvals, Cancellation), CancellationToken.None);
        pump.Drain(work, WriteProgress);
        return Wait(work);
    }

    /// <summary>Asks the engine for one act that lasts, or has the queue do it and gives its task.</summary>
    private protected object? WorkOrQueue<T>(IOperation<T> request, bool asTask) =>
        asTask ? Wait(Client.QueueAsync(request, Approvals, Cancellation)) : Work(request);

    /// <summary>Asks the engine for a list, whose rows come as they are read.</summary>
    private protected IEnumerable<T> List<T>(IOperation<IAsyncEnumerable<T>> request) => Invoke(request).ToBlockingEnumerable(Cancellation);

    /// <summary>Waits on the pipeline thread, which has no synchronization context to lock up.</summary>
    private protected static T Wait<T>(Task<T> task) => task.GetAwaiter().GetResult();

    /// <summary>
    /// Runs an act upon one object. A known failure becomes an error about that object and the pipeline goes on, save
    /// where nothing that follows could do better; anything else is a bug and surfaces.
    /// </summary>
    private protected void Attempt(object? target, Action act)
    {
        try
        {
            act();
        }
        catch (EngineException failure)
        {
            Fail(failure, target);
        }
        catch (OperationCanceledException) when (Cancellation.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <summary>Reports a failure, each finding of a document by itself: terminating where there is no session to go on with.</summary>
    private protected void Fail(EngineException failure, object? target)
    {
        if (failure is InvalidStateException { Findings: { Count: > 1 } findings })
        {
            foreach (StateFinding finding in findings)
            {
                Fail(new InvalidStateException([finding]), target);
            }

            return;
        }

        ErrorRecord record = Failures.ToErrorRecord(failure, target);
        if (failure is NotConnectedException or SignInException or StateException)
        {
            ThrowTerminatingError(record);
        }

        WriteError(record);
    }

    /// <summary>Ends the cmdlet because its parameters make no sense together.</summary>
    private protected void Refuse(string message) =>
        ThrowTerminatingError(Failures.ToErrorRecord(new InvalidRequestException("InvalidValue", message), target: null));

    /// <summary>Whether ShouldProcess would ask about an act of some impact, or only say what it would do.</summary>
    private protected bool MayAsk(ConfirmImpact impact)
    {
        Dictionary<string, object> bound = MyInvocation.BoundParameters;
        bool asks = bound.TryGetValue("Confirm", out object? confirm)
            ? LanguagePrimitives.IsTrue(confirm)
            : GetVariableValue("ConfirmPreference") is ConfirmImpact and not ConfirmImpact.None and var least && least <= impact;
        return SaysOnly || asks;
    }

    /// <summary>
    /// How an act that can be previewed is to be done: for real where ShouldProcess says so, as a dry run whose result
    /// tells what would be done under <c>-WhatIf</c>, and not at all (null) where somebody said no.
    /// </summary>
    private protected WorkMode? ModeOf(string target, string action) =>
        ShouldProcess(target, action) ? WorkMode.Apply : SaysOnly ? WorkMode.Preview : null;

    private bool SaysOnly =>
        LanguagePrimitives.IsTrue(MyInvocation.BoundParameters.GetValueOrDefault("WhatIf", GetVariableValue("WhatIfPreference")));

    /// <summary>What people know a backup by: <c>web01/alice, backup of 2026-11-20 20:39</c>, in local time.</summary>
    private protected static string Describe(Backup backup) =>
        string.Create(CultureInfo.InvariantCulture, $"{backup.Account}, backup of {backup.Created.LocalDateTime:yyyy-MM-dd HH:mm}");

    /// <summary>The object that an error is about: the only one named, else none.</summary>
    private protected static object? Only<T>(IReadOnlyList<T> named) => named.Count == 1 ? named[0] : null;

    /// <summary>Writes one object, where it is wanted.</summary>
    private protected void Emit(object? result, bool when = true)
    {
        if (when)
        {
            ListProperties.MakeArrays(result);
            WriteObject(result);
        }
    }

    /// <summary>Writes each object as it comes.</summary>
    private protected void EmitAll<T>(IEnumerable<T> results)
    {
        foreach (T result in results)
        {
            ListProperties.MakeArrays(result);
            WriteObject(result);
        }
    }

    /// <summary>The absolute file-system path that a typed one means from the current location.</summary>
    /// <exception cref="InvalidRequestException">The path is another provider's.</exception>
    private protected string FullPath(string path)
    {
        string full = SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
        return provider.Name == "FileSystem"
            ? full
            : throw new InvalidRequestException("InvalidValue", $"\"{path}\" isn't a path in the file system.");
    }

    private IOperationClient ConnectFromEnvironment()
    {
        EnvironmentEndpoint environment = EnvironmentEndpoint.Read();
        string folder = environment.Folder ?? throw new NotConnectedException("There is no session in this runspace.");
        return Wait(SessionFactory.ConnectAsync(FullPath(folder), environment.SignIn(), Cancellation));
    }
}
