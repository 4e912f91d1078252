using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Permissions;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Users;

/// <summary>Access keys of one's own, which everybody may make, disable and remove while the setting <c>selfKeys</c> is on.</summary>
internal static class OwnKeys
{
    private static readonly string[] s_operations = ["createAccessKey", "disableAccessKey", "removeAccessKey"];

    /// <summary>What everybody holds while the setting is off.</summary>
    public static Permission LeftOut(Permission self) => self with { Operations = [.. self.Operations.Except(s_operations)] };

    /// <summary>Whether the setting is all that keeps a user from an operation on an own key.</summary>
    public static bool AreWithheld(AccessPolicy policy, string operation, ReadOnlySpan<Target> targets)
    {
        if (!s_operations.Contains(operation, StringComparer.OrdinalIgnoreCase) || targets.IsEmpty)
        {
            return false;
        }

        int number = OperationCatalogue.Find(operation)!.Number;
        foreach (ref readonly RoleHolding role in policy.Roles)
        {
            if (role.Role == BuiltInAccess.SelfPermission && role.Contains(number))
            {
                return false;
            }
        }

        foreach (ref readonly Target target in targets)
        {
            bool isSelf = target.Kind == TargetKind.User && target.User == policy.UserId;
            if (policy.UserId == Guid.Empty || !(isSelf || target.Kind == TargetKind.None))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>When a new key ends: one's own ends with oneself, and with the key that one signed in with.</summary>
    /// <exception cref="AccessDeniedException">An own key is asked for that would outlast its user or the session's key.</exception>
    public static long? EndOf(OperationContext context, UserRow user, DateTimeOffset? until)
    {
        long? asked = until?.ToMicroseconds();
        if (user.Guid != context.Policy.UserId)
        {
            return asked;
        }

        long ofUser = user.Until ?? UnixTime.Never;
        long ofKey = context.Session.AccessKeyId is { } id ? AccessKeyStore.Find(context.Db, id)?.Until ?? UnixTime.Never : UnixTime.Never;
        long latest = Math.Min(ofUser, ofKey);
        return asked is null ? (latest == UnixTime.Never ? null : latest)
            : asked <= latest ? asked
            : throw context.Refuse(user.Name, asked > ofUser
                ? "nothing that one gives oneself outlasts one's own end"
                : "no key that one gives oneself outlasts the key that one signed in with");
    }
}
