using BackupAccess.Engine.Commands;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Plugins;

/// <summary>Lists the plug-ins whose name matches any of the patterns; none means all.</summary>
public sealed record ListPlugins(IReadOnlyList<string> Names) : IOperation<IAsyncEnumerable<Plugin>>;

internal sealed class ListPluginsHandler : ListHandler<ListPlugins, Plugin>
{
    protected override IReadOnlyList<Plugin> List(ListPlugins request, OperationContext context)
    {
        NamePatterns names = new(request.Names);
        return [.. CommandList.For(context.Services.Folder.Path, CommandPurpose.Plugin)
            .Where(command => names.Matches(command.Name, command.Name))
            .OrderBy(command => command.Name, StringComparer.Ordinal)
            .Select(command => Show(context, command))];
    }

    private static Plugin Show(OperationContext context, AllowedCommand command)
    {
        string? problem = ProblemOf(command);
        return new Plugin
        {
            Name = command.Name,
            Path = command.Path,
            Interpreter = command.Plugin!.Interpreter,
            User = command.Plugin.User,
            Operations = [.. command.Plugin.Operations.Select(term => term.Name)],
            Timeouts = [.. command.Plugin.Operations.Select(term => term.Timeout)],
            Usable = problem is null,
            Problem = problem,
            Begun = PluginUndoStore.CountOf(context.Db, command.Name),
        };
    }

    private static string? ProblemOf(AllowedCommand command)
    {
        try
        {
            PluginFiles.Open(command).Dispose();
            return null;
        }
        catch (EngineException e)
        {
            return e.Message;
        }
    }
}
