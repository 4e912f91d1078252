using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Configurations;
using BackupAccess.Engine.DesiredState;

namespace BackupAccess.Engine.Tests.Configurations;

public sealed class ConfigurationReaderTests
{
    [Fact]
    public void Every_field_is_read_as_it_is_written()
    {
        const string text = """
            connector: web01
            accounts:
              names: [alice, "shop-*"]
              tags: [gold]
              owners: [jane]
            items: [homedirectory, Databases]
            excludes: ["*.tmp", "!keep.tmp"]
            policy: year
            schedules: [nightly, monthly]
            plugin: shop-db
            repository: { prune: true, reread: true, oneFileSystem: true }
            """;

        ConfigurationValues values = Read(text, out List<StateFinding> findings);

        Assert.Empty(findings);
        Assert.Equal(("web01", "year", "shop-db"), (values.Connector, values.Policy.Value, values.Plugin.Value));
        Assert.Equal("names alice, shop-*; tags gold; owners jane", $"{values.Accounts}");
        Assert.Equal([BackupItem.HomeDirectory, BackupItem.Databases], values.Items!);
        Assert.Equal(["*.tmp", "!keep.tmp"], values.Excludes!);
        Assert.Equal(["nightly", "monthly"], values.Schedules!);
        Assert.Equal(new RepositoryOptions(Prune: true, Reread: true, OneFileSystem: true), values.Repository);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing\n")]
    [InlineData("---\n")]
    public void A_text_may_say_nothing(string text)
    {
        ConfigurationValues values = Read(text, out List<StateFinding> findings);

        Assert.Empty(findings);
        Assert.Equal((null, null, false), (values.Connector, values.Accounts, values.Policy.IsGiven));
    }

    [Theory]
    [InlineData("plicy: year\n", 1, 1, "UnknownField")]
    [InlineData("connector: web01\nconnector: web02\n", 2, 1, "DuplicateKey")]
    [InlineData("connector: [web01]\n", 1, 12, "WrongKind")]
    [InlineData("connector: ../etc\n", 1, 12, "InvalidName")]
    [InlineData("accounts: [alice]\n", 1, 11, "WrongKind")]
    [InlineData("accounts:\n  names: alice\n", 2, 10, "WrongKind")]
    [InlineData("accounts:\n  name: [alice]\n", 2, 3, "UnknownField")]
    [InlineData("accounts:\n  names: [\"\"]\n", 2, 11, "InvalidValue")]
    [InlineData("accounts:\n  names: [\"a\\e[2J\"]\n", 2, 11, "InvalidValue")]
    [InlineData("items: [HomeDirectory, HomeDirectry]\n", 1, 24, "InvalidValue")]
    [InlineData("items: [Files]\n", 1, 9, "InvalidValue")]
    [InlineData("items: HomeDirectory\n", 1, 8, "WrongKind")]
    [InlineData("excludes:\n  - ok\n  - \"\"\n", 3, 5, "InvalidValue")]
    [InlineData("policy: 'a b'\n", 1, 9, "InvalidName")]
    [InlineData("schedules: [ok, \"-\"]\n", 1, 17, "InvalidName")]
    [InlineData("repository:\n  prune: yes\n", 2, 10, "WrongKind")]
    [InlineData("repository:\n  compress: true\n", 2, 3, "UnknownField")]
    [InlineData("a: &x 1\nb: *x\n", 1, 4, "AliasRefused")]
    [InlineData("plugin: !!python/object x\n", 1, 9, "TagRefused")]
    [InlineData("- connector\n", 1, 1, "WrongKind")]
    [InlineData("connector: a\n---\nconnector: b\n", 1, 1, "WrongKind")]
    [InlineData("connector: \"\n", 1, 12, "InvalidYaml")]
    public void What_is_wrong_is_told_with_its_place(string text, int line, int column, string id)
    {
        Read(text, out List<StateFinding> findings);

        Assert.Contains((line, column, id), findings.Select(finding => (finding.Line, finding.Column, finding.Id)));
    }

    [Fact]
    public void Everything_wrong_is_told_at_once()
    {
        Read("plicy: year\nitems: [No]\naccounts: 7\n", out List<StateFinding> findings);

        Assert.Equal([1, 2, 3], findings.Select(finding => finding.Line).Order());
    }

    private static ConfigurationValues Read(string text, out List<StateFinding> findings)
    {
        findings = [];
        return ConfigurationReader.Read("team-a/shop", text, findings);
    }
}
