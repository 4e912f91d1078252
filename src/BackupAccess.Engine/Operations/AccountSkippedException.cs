using BackupAccess.Engine.Jobs;

namespace BackupAccess.Engine.Operations;

/// <summary>A job has left an account out that its configuration selects or names: <c>AccountSkipped</c>.</summary>
/// <param name="job">The job.</param>
/// <param name="skipped">The account and the reason, as the job tells it.</param>
public sealed class AccountSkippedException(BackupJob job, string skipped)
    : EngineException("AccountSkipped", $"Left out of \"{(job ?? throw new ArgumentNullException(nameof(job))).Configuration}\": {skipped}.");
