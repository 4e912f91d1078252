using System.Text;
using BackupAccess.Engine.Commands;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Tests.Commands;

public sealed class CommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("backupaccess-").FullName;

    [Fact]
    public void A_command_gets_its_arguments_and_input_and_no_environment_but_its_own()
    {
        AllowedCommand command = Shell("cat; echo \"$1|$A|$(env | cut -d= -f1 | sort | tr '\\n' ' ')\"", "x;y z") with { Environment = new Dictionary<string, string> { ["A"] = "b c" } };

        string output = Encoding.UTF8.GetString(CommandRun.Run(command, "in "u8));

        Assert.Equal("in x;y z|b c|A LANG PATH PWD ", output.ReplaceLineEndings("").Replace("OLDPWD ", "", StringComparison.Ordinal).Replace("SHLVL ", "", StringComparison.Ordinal).Replace("_ ", "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("echo secret; exit 3", "ended with 3")]
    [InlineData("echo secret >&2; exit 4", "ended with 4")]
    [InlineData("yes secret | head -c 70000", "said more than 65536 bytes")]
    [InlineData("echo secret; exec tail -f /dev/null", "took longer than 1 seconds")]
    public void What_fails_is_told_without_what_it_said(string script, string how)
    {
        StateException failure = Assert.Throws<StateException>(() => CommandRun.Run(Shell(script), []));

        Assert.Equal(("CommandFailed", $"The command \"it\" {how}."), (failure.ErrorId, failure.Message));
    }

    [Fact]
    public void A_program_that_is_not_there_can_not_be_looked_at() =>
        Assert.Equal("StateUnavailable", Assert.Throws<StateException>(() => CommandRun.Run(Shell("") with { Path = Path.Combine(_folder, "none") }, [])).ErrorId);

    [Fact]
    public void A_program_that_others_can_change_is_not_run()
    {
        string program = Path.Combine(_folder, "program");
        File.WriteAllText(program, "#!/bin/sh\n");
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.GroupWrite);

        Assert.Equal("InsecurePermissions", Assert.Throws<StateException>(() => CommandRun.Run(Shell("") with { Path = program }, [])).ErrorId);
    }

    [Theory]
    [InlineData("commands: [{name: it, purpose: key, path: sh}]", "yaml:1:12: \"path\" is an absolute path")]
    [InlineData("commands:\n- name: it\n  purpose: key", "yaml:2:3: \"path\" is missing")]
    [InlineData("commands:\n- name: it\n  path: /bin/sh", "yaml:2:3: \"purpose\" is missing")]
    [InlineData("commands:\n- name: it\n  path: /bin/sh\n  purpose:", "yaml:2:3: \"purpose\" is missing")]
    [InlineData("commands:\n- name: it\n  path: /bin/sh\n  purpose: dumps", "yaml:4:12: \"purpose\" is one of Key, AuditHead")]
    [InlineData("commands:\n- {name: it, purpose: key, path: /bin/sh}\n- {name: it, purpose: key, path: /bin/cat}", "yaml:3:3: There is a command \"it\" above")]
    [InlineData("commands: [{name: it, purpose: key, path: /bin/sh, timeout: 26}]", "from 1 to 25")]
    [InlineData("commands: [{name: it, purpose: key, path: /bin/sh, environment: [X]}]", "NAME=VALUE")]
    [InlineData("commands: [{name: it, purpose: key, path: /bin/sh, shell: true}]", "yaml:1:52: There is no field \"shell\"")]
    [InlineData("[]", "yaml:1:1: The list of commands is one map")]
    [InlineData("{", "commands.yaml")]
    public void A_list_that_is_wrong_is_refused_whole(string yaml, string why)
    {
        StoreCommands.WriteCommands(_folder, yaml);

        StateException failure = Assert.Throws<StateException>(() => CommandList.Require(_folder, "it", CommandPurpose.Key));

        Assert.Equal("StateDamaged", failure.ErrorId);
        Assert.Contains(why, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_that_others_can_write_is_refused()
    {
        StoreCommands.WriteCommands(_folder, "commands: [{name: it, purpose: key, path: /bin/sh}]");
        Assert.Equal("/bin/sh", CommandList.Require(_folder, "it", CommandPurpose.Key).Path);
        File.SetUnixFileMode(Path.Combine(_folder, "commands.yaml"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherWrite);

        Assert.Equal("InsecurePermissions", Assert.Throws<StateException>(() => CommandList.Require(_folder, "it", CommandPurpose.Key)).ErrorId);
    }

    [Fact]
    public void What_is_not_in_the_list_is_not_allowed()
    {
        Assert.Equal("CommandNotAllowed", Assert.Throws<StateException>(() => CommandList.Require(_folder, "it", CommandPurpose.Key)).ErrorId);
        StoreCommands.WriteCommands(_folder, "commands: []");
        Assert.Equal("CommandNotAllowed", Assert.Throws<StateException>(() => CommandList.Require(_folder, "it", CommandPurpose.Key)).ErrorId);
    }

    [Fact]
    public void A_command_is_run_for_its_purpose_only()
    {
        StoreCommands.WriteCommands(_folder, "commands: [{name: it, purpose: auditHead, path: /bin/sh}]");

        StateException refusal = Assert.Throws<StateException>(() => CommandList.Require(_folder, "it", CommandPurpose.Key));

        Assert.Equal(("WrongCommandPurpose", "The command \"it\" is there for the purpose AuditHead, not for Key."), (refusal.ErrorId, refusal.Message));
        Assert.Equal("it", CommandList.Require(_folder, "it", CommandPurpose.AuditHead).Name);
    }

    [Fact]
    public void The_names_for_a_purpose_are_those_of_its_commands()
    {
        Assert.Empty(CommandNames.Of(_folder, CommandPurpose.Key));
        StoreCommands.WriteCommands(_folder, "commands: [{name: get, purpose: key, path: /bin/sh}, {name: send, purpose: auditHead, path: /bin/sh}]");

        Assert.Equal(["get"], CommandNames.Of(_folder, CommandPurpose.Key));
        Assert.Equal(["send"], CommandNames.Of(_folder, CommandPurpose.AuditHead));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // Time enough on a busy machine, save for the one that is to take too long.
    private static AllowedCommand Shell(string script, params string[] arguments) =>
        new("it", CommandPurpose.Key, "/bin/sh", ["-c", script, "sh", .. arguments], new Dictionary<string, string>(), TimeSpan.FromSeconds(script.Contains("tail -f", StringComparison.Ordinal) ? 1 : 60));
}
