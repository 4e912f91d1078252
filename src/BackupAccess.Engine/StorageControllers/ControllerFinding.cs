namespace BackupAccess.Engine.StorageControllers;

/// <summary>What a test of a storage controller found.</summary>
public sealed record ControllerFinding(ControllerProblem Problem, string Message)
{
    /// <summary>Whether it works all the same.</summary>
    public bool IsWarning => Problem is ControllerProblem.InClear or ControllerProblem.CertificateUnchecked or ControllerProblem.AdministratorAccount;

    public override string ToString() => $"{Problem}: {Message}";
}
