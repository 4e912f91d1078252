using BackupAccess.Engine.Access;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Conditions;

/// <summary>Finds restore conditions for a caller, and shows them.</summary>
internal static class RestoreConditionLookup
{
    private const int MaxText = 4000;

    /// <exception cref="NotFoundException">There is none, or none that the caller may know of.</exception>
    public static RestoreConditionSubject Resolve(OperationContext context, string name)
    {
        RestoreConditionRow? condition = RestoreConditionStore.Find(context.Db, name);
        return condition is not null && context.MayKnow<ListRestoreConditions>(Target.None)
            ? new RestoreConditionSubject(condition.Name, condition, AccountStore.All(context.Db, AccountPresence.Live))
            : throw new NotFoundException("restore condition", Names.Printable(name)) { IsHidden = condition is not null };
    }

    /// <summary>What stands for a condition that is to be made.</summary>
    public static RestoreConditionSubject New(OperationContext context, string name) =>
        new(name, Condition: null, AccountStore.All(context.Db, AccountPresence.Live));

    /// <exception cref="InvalidRequestException">It is empty or too long, or something in it steers a terminal.</exception>
    public static void RequireText(string text)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > MaxText || !Normalize(text).Split('\n').All(Names.IsPrintable))
        {
            throw new InvalidRequestException("InvalidValue", $"The text of a restore condition has 1 to {MaxText} printable characters, on any number of lines.");
        }
    }

    /// <summary>The text as it is kept, with lines that end as they do on Linux.</summary>
    public static string Normalize(string text) => text.ReplaceLineEndings("\n").Trim();

    /// <exception cref="ConflictException">Another condition has the name.</exception>
    public static void RequireFree(OperationContext context, string name)
    {
        if (RestoreConditionStore.Find(context.Db, name) is { } other)
        {
            throw new ConflictException("AlreadyExists", $"There is a restore condition \"{other.Name}\" already.");
        }
    }

    public static RestoreCondition Show(RestoreConditionRow condition) => new()
    {
        Id = condition.Guid,
        Name = condition.Name,
        Text = condition.Text,
        Created = condition.CreatedAt.ToTime(),
        Changed = condition.ChangedAt.ToTime(),
    };
}
