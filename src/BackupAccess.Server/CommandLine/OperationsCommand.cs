using System.CommandLine;
using BackupAccess.Engine.Permissions;

namespace BackupAccess.Server.CommandLine;

/// <summary><c>backup-access operations</c>: writes the table of operations by permission, as <c>docs/operations.md</c> has it.</summary>
internal static class OperationsCommand
{
    public static Command Create()
    {
        Command command = new("operations", "Writes the table of all operations by built-in permission, as Markdown.");
        command.SetAction(_ => Console.Out.Write(OperationTable.Markdown()));
        return command;
    }
}
