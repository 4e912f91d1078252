namespace BackupAccess.Pester;

/// <summary>What a run of Invoke-Suite.ps1 that ran no test ends with.</summary>
internal static class ExitCode
{
    public const int NoPester = 200;

    public const int NoPowerShell = 201;
}
