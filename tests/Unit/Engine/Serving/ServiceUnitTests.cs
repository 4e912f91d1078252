using System.Diagnostics;

namespace BackupAccess.Engine.Tests.Serving;

public sealed class ServiceUnitTests
{
    private const string Analyzer = "/usr/bin/systemd-analyze";

    [SkippableFact]
    public async Task The_example_of_a_service_is_one_that_systemd_takes()
    {
        Skip.IfNot(File.Exists(Analyzer), $"There is no {Analyzer}.");
        string unit = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "backup-access.service"));
        string folder = Directory.CreateTempSubdirectory("backupaccess-").FullName;
        string file = Path.Combine(folder, "backup-access.service");
        await File.WriteAllTextAsync(file, unit.Replace("/usr/bin/backup-access ", "/bin/true ", StringComparison.Ordinal));

        using Process process = Process.Start(new ProcessStartInfo(Analyzer, ["verify", file]) { RedirectStandardError = true })!;
        string said = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        Directory.Delete(folder, recursive: true);
        Assert.DoesNotContain("backup-access", said, StringComparison.Ordinal);
        Assert.Equal(0, process.ExitCode);
    }
}
