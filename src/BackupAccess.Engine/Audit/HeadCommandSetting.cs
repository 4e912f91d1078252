using BackupAccess.Engine.Commands;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Settings;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Audit;

/// <summary>The command of the list that takes the head of the audit log on its standard input.</summary>
internal sealed class HeadCommandSetting(string name, string description) : TextSetting(name, "the name of a command in the list", Normalized, description)
{
    public override void RequireSettable(IReadOnlyList<string> value, OperationContext context)
    {
        if (value is [var command])
        {
            CommandList.Require(context.Services.Folder.Path, command);
            RequireNotOfKey(context.Services.Folder.Path, command);
        }

        context.Services.Database.Audit!.Export.Hurry();
    }

    /// <summary>A command that puts the state's key would take the head for one.</summary>
    private void RequireNotOfKey(string folder, string command)
    {
        if (KeyCommand.IsUsedBy(folder) && KeyCommand.Of(folder).Runs(command))
        {
            throw Refuse("a command that the state's key neither comes from nor goes to");
        }
    }

    private static string? Normalized(string name) => name.Length <= Names.MaxLength && !name.Any(char.IsControl) ? name : null;
}
