using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using BackupAccess.Engine.Commands;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Plugins;

namespace BackupAccess.Engine.Tests.Plugins;

/// <summary>What a plug-in is given, and what becomes of one that doesn't behave.</summary>
public sealed class PluginProcessTests
{
    private const string Own = "[{name: describe}, {name: discover}, {name: \"custom:it\", timeout: 60}]";
    private const string Short = "[{name: \"custom:it\", timeout: 1}]";

    [Fact]
    public async Task A_plug_in_is_told_what_it_is_asked_for_about_which_account()
    {
        await using PluginScene scene = await PluginScene.CreateAsync("printf %s \"$in\" > \"$root/told\"; ok ',\"message\":\"done\",\"data\":{\"n\":1,\"list\":[\"a\",true,null],\"map\":{\"x\":1.5}}'", Own);

        PluginResult result = await scene.AskAsync(
            "custom:it", new PluginParameter("text", PluginParameterKind.Text, "a \"b\""), new PluginParameter("count", PluginParameterKind.Number, "3"), new PluginParameter("deep", PluginParameterKind.Flag, "true"));

        JsonElement told = JsonDocument.Parse(scene.Read("told")).RootElement;
        JsonElement account = told.GetProperty("account");
        Assert.Equal((1, "custom:it", "app", scene.Script), (told.GetProperty("version").GetInt32(), told.GetProperty("operation").GetString(), told.GetProperty("plugin").GetProperty("name").GetString(), told.GetProperty("plugin").GetProperty("path").GetString()));
        Assert.Equal(("alice", "web01", Path.Combine(scene.Store.AccountsPath, "alice")), (account.GetProperty("name").GetString(), account.GetProperty("connector").GetString(), account.GetProperty("home").GetString()));
        Assert.True(Guid.TryParse(account.GetProperty("uuid").GetString(), out _));
        Assert.Equal("{\"text\":\"a \\u0022b\\u0022\",\"count\":3,\"deep\":true}", told.GetProperty("parameters").GetRawText());
        Assert.Equal(("app", "custom:it", "web01/alice", "done"), (result.Plugin, result.Operation, result.Account, result.Message));
        Assert.Equal("{\"n\":1,\"list\":[\"a\",true,null],\"map\":{\"x\":1.5}}", JsonSerializer.Serialize(result.Data));
    }

    [Fact]
    public async Task It_has_its_entrys_environment_and_the_root_directory_and_nothing_of_the_engines_process()
    {
        await using PluginScene scene = await PluginScene.CreateAsync(
            """
            tr '\0' '\n' < /proc/$$/environ | sed 's/CALL=.*/CALL=/' | sort | tr '\n' ' ' > "$root/environment"
            readlink /proc/$$/cwd > "$root/folder"
            ls /proc/$$/fd | tr '\n' ' ' > "$root/open"
            cut -d' ' -f1,5,6 /proc/$$/stat > "$root/session"
            ok
            """,
            Own);
        Environment.SetEnvironmentVariable("BACKUPACCESS_SECRET_ACCESS_KEY", "hidden");
        scene.Declare($"environment: [A=b c], operations: {Own}");

        await scene.AskAsync("custom:it");

        string[] session = scene.Read("session").Split(' ');
        Assert.Equal("A=b c BACKUPACCESS_CALL= LANG=C.UTF-8 PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", scene.Read("environment"));
        Assert.Equal("/", scene.Read("folder"));
        Assert.Equal((session[0], session[0]), (session[1], session[2]));
        Assert.Empty(scene.Read("open").Split(' ').Except(["0", "1", "2", "3", "10"]));
    }

    [Theory]
    [InlineData("exit 1", "ended with 1")]
    [InlineData("kill -SEGV $$", "ended with 139")]
    [InlineData("echo secret >&2; exit 7", "ended with 7")]
    [InlineData("true", "answered with what is no answer")]
    [InlineData("echo secret garbage", "answered with what is no answer")]
    [InlineData("echo '{\"version\":2,\"status\":\"ok\"}'", "answered with what is no answer")]
    [InlineData("echo '{\"version\":1,\"status\":\"maybe\"}'", "answered with what is no answer")]
    [InlineData("echo '{\"version\":1,\"status\":\"ok\",\"data\":[]}'", "answered with what is no answer")]
    [InlineData("echo '{\"version\":1,\"status\":\"ok\"}{}'", "answered with what is no answer")]
    [InlineData("printf '{\"version\":1,\"status\":\"ok\",\"data\":{\"x\":%s}}' \"$(printf '[%.0s' $(seq 100); printf ']%.0s' $(seq 100))\"", "answered with what is no answer")]
    [InlineData("printf '{\"version\":1,\"status\":\"ok\",\"state\":\"%070000d\"}' 1", "answered with what is no answer")]
    [InlineData("printf '{\"version\":1,\"status\":\"ok\",\"data\":{\"x\":\"%01100000d\"}}' 1", "answered with more than 1048576 bytes")]
    [InlineData("yes", "answered with more than 1048576 bytes")]
    [InlineData("ok; exit 0 #", null)]
    [InlineData("echo '{\"version\":1,\"status\":\"ok\"}'; exit 3", "ended with 3")]
    [InlineData("echo '{\"version\":1,\"status\":\"failed\"}'", "failed")]
    [InlineData("printf %s '{\"version\":1,\"status\":\"failed\",\"message\":\"The disk\\u001b[31m is\\non fire.\"}'; exit 1", "said: The disk\\u001b[31m is\\u000aon fire")]
    [InlineData("yes 0123456789 | head -c 5000000 >&2; ok", null)]
    public async Task What_fails_is_told_in_the_plug_ins_own_words_or_ours_and_never_in_what_else_it_wrote(string script, string? how)
    {
        await using PluginScene scene = await PluginScene.CreateAsync(script, Own);
        if (how is null)
        {
            Assert.Empty((await scene.AskAsync("custom:it")).Data);
            return;
        }

        EngineException failure = await scene.Store.Local.RefusedAsync("PluginFailed", new RunPlugin(new PluginReference("app"), "custom:it", PluginScene.Account));

        Assert.Equal($"The plug-in \"app\" (custom:it) {how}.", failure.Message);
    }

    [Fact]
    public async Task A_message_is_cut_where_it_is_long()
    {
        await using PluginScene scene = await PluginScene.CreateAsync("printf '{\"version\":1,\"status\":\"failed\",\"message\":\"%03000d\"}' 1", Own);

        EngineException failure = await scene.Store.Local.RefusedAsync("PluginFailed", new RunPlugin(new PluginReference("app"), "custom:it", PluginScene.Account));

        Assert.InRange(failure.Message.Length, 1000, 1100);
    }

    [Fact]
    public async Task One_that_reads_nothing_is_judged_by_its_answer()
    {
        await using PluginScene scene = await PluginScene.CreateAsync("", Own);
        await File.WriteAllTextAsync(scene.Script, "#!/bin/sh\nexec 0<&-\necho '{\"version\":1,\"status\":\"ok\",\"message\":\"unread\"}'\n");
        PluginParameter[] many = [.. Enumerable.Range(0, 100).Select(i => new PluginParameter($"p{i}", PluginParameterKind.Text, new string('x', 4096)))];

        Assert.Equal("unread", (await scene.AskAsync("custom:it", many)).Message);
    }

    [Theory]
    [InlineData("exec tail -f /dev/null")]
    [InlineData("yes > /dev/stderr")]
    [InlineData("exec > /dev/null 2>&1; exec tail -f /dev/null")]
    [InlineData("trap '' TERM INT HUP; tail -f /dev/null & tail -f /dev/null & wait")]
    [InlineData("(setsid tail -f /dev/null &) ; tail -f /dev/null")]
    [InlineData("setsid sh -c ': > \"$0\"; setsid tail -f /dev/null & exec tail -f /dev/null' \"$root/daemon\" & until test -e \"$root/daemon\"; do :; done; ok")]
    public async Task One_that_takes_too_long_ends_with_all_that_it_has_started(string script)
    {
        await using PluginScene scene = await PluginScene.CreateAsync(script, Short);

        EngineException failure = await scene.Store.Local.RefusedAsync("PluginFailed", new RunPlugin(new PluginReference("app"), "custom:it", PluginScene.Account));

        Assert.Equal("The plug-in \"app\" (custom:it) took longer than 1 seconds.", failure.Message);
        Assert.Empty(Started(scene));
    }

    [Fact]
    public async Task What_it_leaves_in_the_background_ends_with_it()
    {
        await using PluginScene scene = await PluginScene.CreateAsync("for i in 1 2 3; do tail -f /dev/null & done; ok", Own);

        await scene.AskAsync("custom:it");

        Assert.Empty(Started(scene));
    }

    [Fact]
    public async Task A_daemon_with_a_session_of_its_own_stays()
    {
        await using PluginScene scene = await PluginScene.CreateAsync("setsid sh -c 'echo $$ > \"$0\"; exec tail -f /dev/null' \"$root/daemon\" < /dev/null > /dev/null 2>&1 & until test -s \"$root/daemon\"; do :; done; ok", Own);

        await scene.AskAsync("custom:it");

        using Process daemon = Process.GetProcessById(int.Parse(scene.Read("daemon"), CultureInfo.InvariantCulture));
        Assert.False(daemon.HasExited);
        daemon.Kill();
    }

    [Fact]
    public async Task One_that_is_stopped_ends_with_all_that_it_has_started()
    {
        await using PluginScene scene = await PluginScene.CreateAsync("touch \"$root/begun\"; tail -f /dev/null & exec tail -f /dev/null", Own);
        using CancellationTokenSource stop = new();
        Task asking = scene.Store.Local.InvokeAsync(new RunPlugin(new PluginReference("app"), "custom:it", PluginScene.Account), progress: null, stop.Token);
        while (!File.Exists(scene.PathOf("begun")))
        {
            await Task.Delay(10);
        }

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        Assert.Empty(Started(scene));
    }

    [Fact]
    public async Task What_is_put_in_its_place_after_it_was_looked_at_is_not_run()
    {
        await using PluginScene scene = await PluginScene.CreateAsync("ok ',\"message\":\"first\"'", Own);
        AllowedCommand command = CommandList.Require(scene.Store.StatePath, "app", CommandPurpose.Plugin);
        using PluginFiles files = PluginFiles.Open(command);
        scene.Write("ok ',\"message\":\"second\"'");

        using ContainedProcess process = files.Start(user: null, mark: "replaced");
        process.Input.Dispose();
        using StreamReader output = new(process.Output);

        Assert.Contains("first", await output.ReadToEndAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await process.Ended);
        Assert.Equal("second", (await scene.AskAsync("custom:it")).Message);
    }

    [SkippableFact]
    public async Task It_runs_as_the_user_whom_its_entry_names_with_no_more_than_that_users_rights()
    {
        Skip.IfNot(Environment.IsPrivilegedProcess, "Running as another user needs root.");
        await using PluginScene scene = await PluginScene.CreateAsync("", Own);
        File.SetUnixFileMode(scene.Store.Root, (UnixFileMode)0x1ED);
        await File.WriteAllTextAsync(scene.Script, """
            #!/bin/sh
            echo "{\"version\":1,\"status\":\"ok\",\"message\":\"$(id -un) $(id -G) $(sed -n 's/^CapBnd:\s*//p;s/^NoNewPrivs:\s*//p' /proc/self/status | tr '\n' ' ')\"}"
            """);
        scene.Declare($"user: nobody, operations: {Own}");
        long group = PasswordDatabase.Read().Single(entry => entry.Name == "nobody").Gid;

        Assert.Equal($"nobody {group} 0000000000000000 1", (await scene.AskAsync("custom:it")).Message);
    }

    [Theory]
    [InlineData("nobody-at-all", "There is no user \"nobody-at-all\" to run the plug-in \"app\" as.")]
    [InlineData("\"{account}\"", "There is no user \"alice\" to run the plug-in \"app\" as.")]
    public async Task A_user_who_is_none_runs_nothing(string user, string why)
    {
        await using PluginScene scene = await PluginScene.CreateAsync("ok", Own);
        scene.Declare($"user: {user}, operations: {Own}");

        Assert.Equal(why, (await scene.Store.Local.RefusedAsync("PluginFailed", new RunPlugin(new PluginReference("app"), "custom:it", PluginScene.Account))).Message);
        Assert.Empty(scene.Log);
    }

    /// <summary>What this scene's plug-in has started and is still there: it has the plug-in's script open, or the pipes of it.</summary>
    private static IEnumerable<string> Started(PluginScene scene) => Directory.EnumerateDirectories("/proc")
        .Where(process => int.TryParse(Path.GetFileName(process), out _))
        .Where(process => Links(Path.Combine(process, "fd")).Contains(scene.Script));

    private static IReadOnlyList<string?> Links(string folder)
    {
        try
        {
            return [.. Directory.EnumerateFiles(folder).Select(file => new FileInfo(file).LinkTarget)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
