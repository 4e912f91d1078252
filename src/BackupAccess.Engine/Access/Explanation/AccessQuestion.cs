namespace BackupAccess.Engine.Access.Explanation;

/// <summary>A question that the deciding function answers: who, what, on what, when.</summary>
internal sealed record AccessQuestion(AccessPolicy Policy, int Operation, Target[] Targets, long Now)
{
    public bool IsAllowed => Policy.Decide(Operation, Targets, Now);
}
