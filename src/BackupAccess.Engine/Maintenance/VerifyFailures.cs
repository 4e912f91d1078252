using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Maintenance;

/// <summary>A repository too damaged to be opened or walked has been verified, too.</summary>
internal static class VerifyFailures
{
    public static async Task CatchAsync(VerifyFindings findings, Func<Task> verify)
    {
        try
        {
            await verify().ConfigureAwait(false);
        }
        catch (BackupFailedException e) when (e.ErrorId == "RepositoryDamaged")
        {
            findings.Add(FindingSeverity.Error, "repository", e.Message);
        }
    }
}
