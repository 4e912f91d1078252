using BackupAccess.Engine.Approvals;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Access;

/// <summary>Whether what a question about access names is what the operation is decided on: no more and no less.</summary>
internal static class AccessTargetRules
{
    /// <exception cref="InvalidRequestException">The operation isn't decided on what is named, or on something that isn't.</exception>
    public static void Require(Handler operation, AccessTarget target)
    {
        bool isOnRequests = operation.Targets == ApprovalRules.Targets;
        if (target.Thing is ApprovalSubject)
        {
            RequireNoMore(operation, isOnRequests, "a request for approval");
            return;
        }

        TargetKind[] named = [.. KindsOf(target)];
        foreach (TargetKind kind in named)
        {
            RequireNoMore(operation, operation.Targets.Any(needed => Stands(kind, needed)), Words(kind));
        }

        if (isOnRequests)
        {
            RequireNoLess(operation, named.Length > 0, "what a request for approval is about");
        }
        else if (named.Length > 0 || operation.Unnamed == UnnamedTarget.Missing)
        {
            RequireEach(operation, named);
        }
    }

    private static IEnumerable<TargetKind> KindsOf(AccessTarget target)
    {
        if (target.Thing is not NoSubject)
        {
            yield return target.Kind;
        }

        if (target.User is not null)
        {
            yield return TargetKind.User;
        }
    }

    private static void RequireEach(Handler operation, TargetKind[] named)
    {
        foreach (TargetKind needed in operation.Targets.Where(kind => kind != TargetKind.User || !operation.MayLackUser))
        {
            RequireNoLess(operation, named.Any(kind => Stands(kind, needed)), Words(needed));
        }
    }

    /// <summary>What is decided on an account can be asked about on its connector, or on a backup of it, and the other way round.</summary>
    private static bool Stands(TargetKind named, TargetKind needed) => named == needed
        || (needed is TargetKind.Account or TargetKind.Backup && named is TargetKind.Connector or TargetKind.Account or TargetKind.Backup);

    private static void RequireNoLess(Handler operation, bool isNamed, string what)
    {
        if (!isNamed)
        {
            throw new InvalidRequestException("TargetRequired", $"\"{operation.Name}\" is decided on {what}, and none is named.");
        }
    }

    private static void RequireNoMore(Handler operation, bool isDecidedOn, string what)
    {
        if (!isDecidedOn)
        {
            throw new InvalidRequestException("InvalidValue", $"\"{operation.Name}\" is not decided on {what}, and one is named.");
        }
    }

    private static string Words(TargetKind kind) => $"{(kind == TargetKind.Account ? "an" : "a")} {kind.ToString().ToLowerInvariant()}";
}
