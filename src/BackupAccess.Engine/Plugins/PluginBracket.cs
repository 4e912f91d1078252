using System.Text.Json.Nodes;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Commands;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Plugins;

/// <summary>
/// A plug-in around work on an account whose lease is held. That something is to be ended is written down before the
/// plug-in is asked to begin it, so that whatever becomes of this process it is ended: by itself, or by who comes next.
/// </summary>
internal sealed class PluginBracket(EngineServices services, string plugin, PluginWork work, IReadOnlyList<PluginPair> pairs) : IBackupBracket
{
    private readonly Stack<string> _begun = [];

    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        AllowedCommand command = PluginUse.Require(services, plugin);
        IReadOnlyList<string> left = await PluginUndoing.CatchUpAsync(services, work.Account, undo => undo.Plugin == plugin && !PluginOperations.IsCustom(undo.Operation)).ConfigureAwait(false);
        if (left.Count > 0)
        {
            throw new PluginException(left[0]);
        }

        bool isBegun = false;
        try
        {
            foreach (PluginPair pair in pairs)
            {
                await BeginAsync(command, pair, cancellationToken).ConfigureAwait(false);
            }

            isBegun = true;
        }
        finally
        {
            if (!isBegun)
            {
                await EndAsync(isArchived: false).ConfigureAwait(false);
            }
        }
    }

    public async Task<IReadOnlyList<string>> EndAsync(bool isArchived)
    {
        List<string> problems = [];
        while (_begun.TryPop(out string? id))
        {
            if (Find(id) is not { } undo)
            {
                // Who took the account's lease over has ended it.
                continue;
            }

            if (await PluginUndoing.EndAsync(services, work.Account, undo, isArchived ? PluginOutcome.Succeeded : PluginOutcome.Failed).ConfigureAwait(false) is { } failure)
            {
                PluginUndoing.Tell(services, work.Account, undo, failure);
                problems.Add(failure);
            }
        }

        return problems;
    }

    private async Task BeginAsync(AllowedCommand command, PluginPair pair, CancellationToken cancellationToken)
    {
        string? undo = command.Plugin!.Find(pair.End) is null ? null : Remember(command, pair.End);
        if (command.Plugin.Find(pair.Begin) is null)
        {
            return;
        }

        JsonObject document = work.Document(command, pair.Begin, []);
        PluginAnswer answer = await PluginUse.AskAsync(services, command, pair.Begin, work.Account, document, undo ?? PluginUndoing.NewMark(services), cancellationToken).ConfigureAwait(false);
        if (undo is not null)
        {
            using StateTransaction transaction = services.Database.BeginImmediate();
            PluginUndoStore.SetBegun(transaction, undo, answer.State);
            transaction.Commit();
        }
    }

    private string Remember(AllowedCommand command, string end)
    {
        PluginUndo undo = PluginUndoing.Remember(services, work.Account, command.Name, end, work.Document(command, end, []));
        _begun.Push(undo.Id);
        return undo.Id;
    }

    private PluginUndo? Find(string id)
    {
        using StateConnection db = services.Database.Connect();
        return PluginUndoStore.Find(db, id);
    }
}
