using System.Text;
using BackupAccess.Engine.Access;
using BackupAccess.Engine.Approvals;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Permissions;

/// <summary>The table of all operations by built-in permission, as it is enforced, for people to read.</summary>
public static class OperationTable
{
    /// <summary>As Markdown.</summary>
    public static string Markdown()
    {
        StringBuilder text = new();
        text.Append("# Operations by permission\n\n");
        text.Append("Every operation there is, under each built-in permission that holds it, with what it is decided on, and whether a second\n");
        text.Append("person's approval can be asked for it. Written by `backup-access operations` from what is enforced; `Get-BkOperation` lists the\n");
        text.Append("same, declared permissions included.\n");
        foreach (Permission permission in BuiltInAccess.Current.Permissions.Values)
        {
            text.Append("\n## ").Append(permission.Name).Append("\n\n").Append(permission.Description).Append("\n\n");
            Append(text, permission);
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, Permission permission)
    {
        Handler[] operations = [.. permission.Operations.Order(StringComparer.Ordinal).Select(name => OperationCatalogue.Find(name)!)];
        if (operations.Length == 0)
        {
            text.Append("No operation yet.\n");
            return;
        }

        text.Append("| operation | effect | decided on | approval |\n| --- | --- | --- | --- |\n");
        foreach (Handler operation in operations)
        {
            text.Append("| `").Append(operation.Name).Append("` | ").Append(operation.Effect).Append(" | ")
                .AppendJoin(", ", operation.Targets.Select(target => target == TargetKind.None ? "nothing" : target.ToString().ToLowerInvariant()))
                .Append(" | ").Append(ApprovalGate.CanNeed(operation) ? "can be asked" : "").Append(" |\n");
        }
    }
}
