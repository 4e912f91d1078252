using BackupAccess.Engine.Commands;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Settings;

namespace BackupAccess.Engine.Audit;

/// <summary>The command of the list that takes the head of the audit log on its standard input.</summary>
internal sealed class HeadCommandSetting(string name, string description) : TextSetting(name, "the name of a command in the list", Normalized, description)
{
    public override void RequireSettable(IReadOnlyList<string> value, OperationContext context)
    {
        if (value is [var command])
        {
            CommandList.Require(context.Services.Folder.Path, command, CommandPurpose.AuditHead);
        }

        context.Services.Database.Audit!.Export.Hurry();
    }

    private static string? Normalized(string name) => name.Length <= Names.MaxLength && !name.Any(char.IsControl) ? name : null;
}
