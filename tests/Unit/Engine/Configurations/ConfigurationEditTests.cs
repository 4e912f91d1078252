using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Configurations;
using BackupAccess.Engine.DesiredState;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Tests.Configurations;

public sealed class ConfigurationEditTests
{
    [Theory]
    [InlineData("", "policy: \"year\"\n")]
    [InlineData("connector: a", "connector: a\npolicy: \"year\"\n")]
    [InlineData("policy: week # ours\nconnector: a\n", "policy: \"year\"\nconnector: a\n")]
    [InlineData("# top\npolicy:\n  week\n\n# the connector\nconnector: a\n", "# top\npolicy: \"year\"\n\n# the connector\nconnector: a\n")]
    [InlineData("connector: a\npolicy: null\n# end\n", "connector: a\npolicy: \"year\"\n# end\n")]
    public void A_field_is_written_and_the_rest_stays_as_it_was(string before, string after) =>
        Assert.Equal(after, new ConfigurationFields { Policy = "year" }.WriteInto(before));

    [Theory]
    [InlineData("connector: a\npolicy: week\nitems:\n  - Config\n", "connector: a\nitems:\n  - Config\n")]
    [InlineData("connector: a\n", "connector: a\n")]
    public void A_field_is_taken_out(string before, string after) =>
        Assert.Equal(after, new ConfigurationFields { Policy = "" }.WriteInto(before));

    [Fact]
    public void What_is_written_is_read_back_whatever_it_looks_like()
    {
        ConfigurationFields fields = new()
        {
            Connector = "null",
            AccountNames = ["1e3", "no", "a\"b\\c", "*"],
            Items = [BackupItem.Config],
            Excludes = ["x # no comment", "!x: y", "[a-z]*"],
            Schedules = ["0123"],
        };
        List<StateFinding> findings = [];

        ConfigurationValues values = ConfigurationReader.Read("x", fields.WriteInto("accounts:\n  tags: [gold]\n\n"), findings);

        Assert.Empty(findings);
        Assert.Equal("null", values.Connector);
        Assert.Equal(["1e3", "no", "a\"b\\c", "*"], values.Accounts!.Names!);
        Assert.Null(values.Accounts.Tags);
        Assert.Equal(["x # no comment", "!x: y", "[a-z]*"], values.Excludes!);
        Assert.Equal(["0123"], values.Schedules!);
    }

    [Fact]
    public void A_text_in_braces_is_changed_whole_only() =>
        Assert.Throws<InvalidRequestException>(() => new ConfigurationFields { Policy = "year" }.WriteInto("{ connector: a, policy: b }\n"));
}
