using BackupAccess.Engine.Commands;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Settings;

namespace BackupAccess.Engine.Encryption;

/// <summary>The command of the list that keeps accounts' keys.</summary>
internal sealed class KeyCommandSetting(string name, string description) : TextSetting(name, "the name of a command in the list", Normalized, description)
{
    public override bool IsGuarded => true;

    public override void RequireSettable(IReadOnlyList<string> value, OperationContext context)
    {
        if (value is [var command])
        {
            CommandList.Require(context.Services.Folder.Path, command, CommandPurpose.AccountKey);
        }
    }

    private static string? Normalized(string name) => name.Length <= Names.MaxLength && !name.Any(char.IsControl) ? name : null;
}
