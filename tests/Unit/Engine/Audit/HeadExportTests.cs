using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.Settings;

namespace BackupAccess.Engine.Tests.Audit;

public sealed class HeadExportTests
{
    [Fact]
    public async Task A_head_goes_to_the_file_at_once_and_then_at_most_once_a_minute()
    {
        await using Store store = await Store.CreateAsync();
        string file = await ConfigureFileAsync(store);
        long first = Read(file).Sequence;
        await store.WriteEventsAsync(1);
        store.Clock.Advance(TimeSpan.FromSeconds(59));
        await store.WriteEventsAsync(1);
        Assert.Equal(first, Read(file).Sequence);

        store.Clock.Advance(TimeSpan.FromSeconds(1));
        await store.WriteEventsAsync(1);

        Assert.Equal(first + 3, Read(file).Sequence);
        Assert.True((await store.VerifyAsync(Read(file))).Passed);
    }

    [Fact]
    public async Task Processes_share_the_minute_and_the_last_hands_on_what_is_left()
    {
        await using Store store = await Store.CreateAsync();
        string file = await ConfigureFileAsync(store);
        long first = Read(file).Sequence;
        LocalClient other = await store.SignInAsAdministratorAsync();
        Assert.Equal(first, Read(file).Sequence);

        await other.DisposeAsync();

        Assert.Equal(first + 1, Read(file).Sequence);
    }

    [Fact]
    public async Task A_command_takes_the_head_on_its_standard_input()
    {
        await using Store store = await Store.CreateAsync();
        string file = Path.Combine(store.Root, "taken");
        store.WriteCommands($"""
            commands:
              - name: take
                purpose: auditHead
                path: /bin/sh
                arguments: ["-c", "cat > '{file}'"]
            """);

        await store.Local.DoAsync(new UpdateSetting("audit.headCommand", ["take"]));

        Assert.Equal(await store.AuditEndAsync(), Read(file).Sequence);
    }

    [Fact]
    public async Task A_failure_is_told_in_the_log_once_and_tried_again()
    {
        await using Store store = await Store.CreateAsync();
        string file = await ConfigureFileAsync(store);
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        for (int minute = 0; minute < 3; minute++)
        {
            store.Clock.Advance(TimeSpan.FromSeconds(61));
            await store.WriteEventsAsync(1);
        }

        Assert.Single(await store.AuditAsync(), one => one is { Operation: "exportAuditHead", Outcome: AuditOutcome.Failed });
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        store.Clock.Advance(TimeSpan.FromSeconds(61));
        await store.WriteEventsAsync(1);
        Assert.Equal(await store.AuditEndAsync(), Read(file).Sequence);
    }

    [Theory]
    [InlineData("/etc/cron.d/job")]
    [InlineData("relative.head")]
    [InlineData("/.head")]
    public async Task A_file_that_is_no_head_is_not_written_over(string path)
    {
        await using Store store = await Store.CreateAsync();
        await store.Local.RefusedAsync("InvalidValue", new UpdateSetting("audit.headFile", [path]));
    }

    [Fact]
    public async Task The_head_is_not_exported_over_what_lies_in_the_state_folder()
    {
        await using Store store = await Store.CreateAsync();
        string link = Path.Combine(store.Root, "link");
        Directory.CreateSymbolicLink(link, store.StatePath);

        await store.Local.RefusedAsync("InvalidValue", new UpdateSetting("audit.headFile", [Path.Combine(store.StatePath, "audit.head")]));
        await store.Local.RefusedAsync("InvalidValue", new UpdateSetting("audit.headFile", [Path.Combine(link, "audit.head")]));

        Assert.True((await store.VerifyAsync()).Passed);
    }

    [Fact]
    public async Task A_command_that_is_not_in_the_list_is_refused()
    {
        await using Store store = await Store.CreateAsync();
        await store.Local.RefusedAsync("CommandNotAllowed", new UpdateSetting("audit.headCommand", ["/bin/sh"]));
    }

    private static async Task<string> ConfigureFileAsync(Store store)
    {
        string file = Path.Combine(store.Root, "elsewhere", "web01.head");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await store.Local.DoAsync(new UpdateSetting("audit.headFile", [file]));
        return file;
    }

    private static AuditHead Read(string file) => AuditHead.Parse(File.ReadAllText(file));
}
