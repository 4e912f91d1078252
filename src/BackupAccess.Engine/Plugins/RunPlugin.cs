using BackupAccess.Engine.Access;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Commands;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Configurations;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Plugins;

/// <summary>
/// Asks a plug-in about an account: to describe itself, what it discovers, or for an operation of its own. What belongs
/// around work, as quiescing, the work asks for.
/// </summary>
public sealed record RunPlugin(PluginReference Plugin, string Operation, AccountReference Account) : IOperation<PluginResult>
{
    /// <summary>The configuration that the plug-in is told of; null for none.</summary>
    public ConfigurationReference? Configuration { get; init; }

    public IReadOnlyList<PluginParameter> Parameters { get; init; } = [];
}

internal sealed class RunPluginHandler : WorkHandler<RunPlugin, BackupAccountSubject, PluginResult>
{
    private const int MostParameters = 100;
    private const int LongestValue = 4096;

    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Account];

    public override void Validate(RunPlugin request)
    {
        if (!PluginOperations.IsKnown(request.Operation) || !PluginOperations.IsAskable(request.Operation))
        {
            throw new InvalidRequestException("InvalidValue", $"A plug-in isn't asked for \"{Names.Printable(request.Operation)}\" by hand.");
        }

        if (request.Parameters.Count > MostParameters || request.Parameters.GroupBy(parameter => parameter.Name).Any(group => group.Skip(1).Any()))
        {
            throw new InvalidRequestException("InvalidValue", $"A plug-in is given at most {MostParameters} parameters, each once.");
        }

        foreach (PluginParameter parameter in request.Parameters)
        {
            Names.RequireValid("parameter", parameter.Name);
            if (parameter.Value.Length > LongestValue || !parameter.IsValid)
            {
                throw new InvalidRequestException("InvalidValue", $"The parameter \"{parameter.Name}\" is no {parameter.Kind} of at most {LongestValue} characters.");
            }
        }
    }

    public override BackupAccountSubject Resolve(RunPlugin request, OperationContext context) => new(
        AccountLookup.Find(context, request.Account),
        request.Configuration is null ? null : ConfigurationLookup.Find(context, request.Configuration));

    public override void RequirePossible(RunPlugin request, BackupAccountSubject subject, OperationContext context) => PluginUse.Require(context.Services, request.Plugin.Text);

    public override string? ReasonOf(RunPlugin request) => $"{Names.Printable(request.Plugin.Text)} {request.Operation}";

    /// <summary>An operation of its own may change something, and so goes beside no backup or restore of the account.</summary>
    public override Task PrepareAsync(RunPlugin request, BackupAccountSubject subject, WorkContext context, CancellationToken cancellationToken) =>
        PluginOperations.IsCustom(request.Operation) ? context.TakeLeaseAsync(subject.Account, "plug-in", cancellationToken) : Task.CompletedTask;

    public override async Task<Func<StateConnection, PluginResult>> WorkAsync(RunPlugin request, BackupAccountSubject subject, WorkContext context, CancellationToken cancellationToken)
    {
        AllowedCommand plugin = PluginUse.Require(context.Services, request.Plugin.Text);
        PluginWork work = new(subject.Account, subject.Configuration?.Path, Job: null, Backup: null);
        PluginAnswer answer = context.Lease is { } lease
            ? await lease.RunAsync(stop => AskWithUndoAsync(request, plugin, work, context.Services, stop), cancellationToken).ConfigureAwait(false)
            : await AskAsync(request, plugin, work, context.Services, PluginUndoing.NewMark(context.Services), cancellationToken).ConfigureAwait(false);
        PluginResult result = PluginResult.Of(request, work, answer);
        return _ => result;
    }

    private static Task<PluginAnswer> AskAsync(
        RunPlugin request, AllowedCommand plugin, PluginWork work, EngineServices services, string mark, CancellationToken cancellationToken) =>
        PluginUse.AskAsync(services, plugin, request.Operation, work.Account, work.Document(plugin, request.Operation, request.Parameters), mark, cancellationToken);

    /// <summary>Where it fails or takes too long, what the entry names for that undoes it.</summary>
    private static Task<PluginAnswer> AskWithUndoAsync(RunPlugin request, AllowedCommand plugin, PluginWork work, EngineServices services, CancellationToken cancellationToken) =>
        plugin.Plugin!.Find(request.Operation)?.Undo is { } undo
            ? PluginUndoing.GuardAsync(
                services, work.Account, plugin.Name, undo, work.Document(plugin, undo, request.Parameters), mark => AskAsync(request, plugin, work, services, mark, cancellationToken))
            : AskAsync(request, plugin, work, services, PluginUndoing.NewMark(services), cancellationToken);
}
