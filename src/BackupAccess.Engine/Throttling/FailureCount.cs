namespace BackupAccess.Engine.Throttling;

/// <summary>A row of the table of failed sign-ins.</summary>
internal sealed record FailureCount(string Claim, string Address, long Failures, long FailedAt)
{
    public bool IsOfAddress => Claim.Length == 0;
}
