using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Plugins;

namespace BackupAccess.Engine.Tests.Plugins;

/// <summary>What may be a plug-in: the entries of the list, and whose files these are.</summary>
public sealed class PluginListTests
{
    private const string Own = "[{name: describe}]";

    [Fact]
    public async Task The_list_tells_what_each_can_be_asked_for_and_whether_it_is_usable()
    {
        await using PluginScene scene = await PluginScene.CreateAsync("ok");
        scene.Store.WriteCommands($$"""
            commands:
            - {name: key, purpose: key, path: /bin/true}
            - {name: gone, purpose: plugin, path: /nowhere/at/all, operations: [{name: describe}]}
            - {name: app, purpose: plugin, path: {{scene.Script}}, timeout: 5, operations: [{name: quiesce, timeout: 7}, {name: unquiesce}]}
            """);

        List<Plugin> plugins = await scene.Store.Local.ListAsync(new ListPlugins([]));

        Assert.Equal(["app", "gone"], plugins.Select(plugin => plugin.Name));
        Assert.Equal((true, null, scene.Script), (plugins[0].Usable, plugins[0].Problem, plugins[0].Path));
        Assert.Equal(["quiesce", "unquiesce"], plugins[0].Operations);
        Assert.Equal([TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(5)], plugins[0].Timeouts);
        Assert.False(plugins[1].Usable);
        Assert.Contains("\"/nowhere/at/all\" can't be looked at", plugins[1].Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("operations: []", "\"operations\" names at least one operation")]
    [InlineData("timeout: 5", "\"operations\" names at least one operation")]
    [InlineData("operations: [{name: quiesce}]", "What has \"quiesce\" has \"unquiesce\"")]
    [InlineData("operations: [{name: reboot}]", "There is no operation \"reboot\" of plug-ins")]
    [InlineData("operations: [{name: \"custom:a b\"}]", "There is no operation \"custom:a b\" of plug-ins")]
    [InlineData("operations: [{name: describe}, {name: describe}]", "There is an operation \"describe\" above")]
    [InlineData("operations: [{name: describe, timeout: 0}]", "\"timeout\" is a number of seconds from 1 to 3600")]
    [InlineData("operations: [{name: describe, undo: \"custom:it\"}]", "What undoes \"describe\" isn't declared")]
    [InlineData("operations: [{name: \"custom:it\", undo: \"custom:other\"}]", "\"custom:other\" is no custom operation of this entry")]
    [InlineData("operations: [{name: describe, shell: true}]", "There is no field \"shell\" here")]
    [InlineData("interpreter: pwsh, operations: [{name: describe}]", "\"interpreter\" is an absolute path")]
    [InlineData("shell: true, operations: [{name: describe}]", "There is no field \"shell\" here")]
    public async Task An_entry_that_is_wrong_is_refused_with_its_place(string fields, string why)
    {
        await using PluginScene scene = await PluginScene.CreateAsync("ok");
        scene.Declare(fields);

        EngineException failure = await scene.Store.Local.RefusedAsync("StateDamaged", new ListPlugins([]));

        Assert.Contains("commands.yaml:2:", failure.Message, StringComparison.Ordinal);
        Assert.Contains(why, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_PowerShell_script_names_what_reads_it()
    {
        await using PluginScene scene = await PluginScene.CreateAsync("ok");
        scene.Store.WriteCommands("commands: [{name: app, purpose: plugin, path: /plugins/app.ps1, operations: [{name: describe}]}]");

        Assert.Contains("A PowerShell script has an \"interpreter\".", (await scene.Store.Local.RefusedAsync("StateDamaged", new ListPlugins([]))).Message, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("file", "app.sh\" can be written by others than its owner.")]
    [InlineData("folder", "\" can be written by others than its owner.")]
    [InlineData("link", "app.sh\" belongs to another user, with the id 65534.")]
    [InlineData("owner", "app.sh\" belongs to another user, with the id 65534.")]
    [InlineData("folderOwner", "\" belongs to another user, with the id 65534.")]
    [InlineData("interpreter", "reader\" can be written by others than its owner.")]
    [InlineData("firstLine", "reader\" can be written by others than its owner.")]
    [InlineData("directory", "can't be looked at")]
    public async Task One_that_another_could_have_changed_is_neither_usable_nor_run(string what, string why)
    {
        Skip.IfNot(Environment.IsPrivilegedProcess || what is not ("link" or "owner" or "folderOwner"), "Giving files away needs root.");
        await using PluginScene scene = await PluginScene.CreateAsync("ok", Own);
        await SpoilAsync(scene, what);

        Plugin plugin = Assert.Single(await scene.Store.Local.ListAsync(new ListPlugins([])));
        EngineException failure = await Assert.ThrowsAnyAsync<EngineException>(() => scene.AskAsync("describe"));

        Assert.False(plugin.Usable);
        Assert.Equal(plugin.Problem, failure.Message);
        Assert.Contains(why, failure.Message, StringComparison.Ordinal);
        Assert.Empty(scene.Log);
    }

    [Fact]
    public async Task Links_that_nobody_else_could_have_put_there_are_followed()
    {
        await using PluginScene scene = await PluginScene.CreateAsync("ok ',\"message\":\"here\"'", Own);
        File.Move(scene.Script, scene.PathOf("real"));
        File.CreateSymbolicLink(scene.PathOf("second"), "real");
        File.CreateSymbolicLink(scene.Script, scene.PathOf("second"));

        Assert.Equal("here", (await scene.AskAsync("describe")).Message);
    }

    [Fact]
    public async Task A_script_is_read_by_the_interpreter_of_its_entry()
    {
        await using PluginScene scene = await PluginScene.CreateAsync("", Own);
        await File.WriteAllTextAsync(scene.Script, "echo \"{\\\"version\\\":1,\\\"status\\\":\\\"ok\\\",\\\"message\\\":\\\"$# $1\\\"}\"\n");
        scene.Declare($"interpreter: /bin/sh, arguments: [a b], operations: {Own}");

        Assert.Equal("1 a b", (await scene.AskAsync("describe")).Message);
    }

    private static async Task SpoilAsync(PluginScene scene, string what)
    {
        string reader = scene.PathOf("reader");
        File.Copy("/bin/sh", reader);
        switch (what)
        {
            case "file":
                File.SetUnixFileMode(scene.Script, (UnixFileMode)0x1FD);
                break;
            case "folder":
                File.SetUnixFileMode(scene.Store.Root, (UnixFileMode)0x1FF);
                break;
            case "link":
                File.Move(scene.Script, scene.PathOf("real"));
                File.CreateSymbolicLink(scene.Script, scene.PathOf("real"));
                Give(scene.Script);
                break;
            case "owner":
                Give(scene.Script);
                break;
            case "folderOwner":
                Give(scene.Store.Root);
                break;
            case "directory":
                File.Delete(scene.Script);
                Directory.CreateDirectory(scene.Script);
                break;
            default:
                File.SetUnixFileMode(reader, (UnixFileMode)0x1FF);
                await File.WriteAllTextAsync(scene.Script, what == "firstLine" ? $"#! {reader} -e\n" : "");
                scene.Declare(what == "firstLine" ? $"operations: {Own}" : $"interpreter: {reader}, operations: {Own}");
                break;
        }
    }

    private static void Give(string path)
    {
        using System.Diagnostics.Process chown = System.Diagnostics.Process.Start("/bin/chown", ["--no-dereference", "65534", path]);
        chown.WaitForExit();
        Assert.Equal(0, chown.ExitCode);
    }
}
