using BackupAccess.Engine.Access.Explanation;

namespace BackupAccess.Engine.Operations;

/// <summary>The decision on a request: its operation's, and that of every operation that it comes down to besides.</summary>
internal static class Decision
{
    /// <exception cref="AccessDeniedException">The caller lacks the right to one of them.</exception>
    public static void Require(Handler handler, object request, ISubject subject, OperationContext context)
    {
        Require(new IncludedAct(handler, subject.Targets), subject, context);
        foreach (IncludedAct included in handler.IncludedIn(request, subject))
        {
            Require(included, subject, context);
        }
    }

    private static void Require(in IncludedAct act, ISubject subject, OperationContext context)
    {
        if (!context.Policy.Decide(act.Handler.Number, act.Targets, context.Now))
        {
            throw new AccessDeniedException(
                context.Policy.Name,
                act.Handler.Name,
                subject.Name,
                AccessExplanation.Of(context.Policy, act.Handler.Number, act.Handler.Name, act.Targets, context.Now));
        }
    }
}
