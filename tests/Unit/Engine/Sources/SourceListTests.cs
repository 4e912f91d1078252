using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Backups;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sources.Declaration;

namespace BackupAccess.Engine.Tests.Sources;

public sealed class SourceListTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("backupaccess-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Without_a_list_the_items_have_their_usual_places() => Assert.Equal(
        [BackupItem.DatabaseUsers, BackupItem.Databases, BackupItem.Zones, BackupItem.Certificates, BackupItem.Emails, BackupItem.Ftp],
        SourceList.Of(_folder, "linux").Select(source => source.Item));

    [Fact]
    public void A_connector_has_its_own_over_the_lists_defaults_and_these_over_the_usual()
    {
        Write("defaults: {Zones: [], Ftp: [{files: [/a]}]}\nconnectors: {LINUX: {Ftp: [], CronJobs: [{command: jobs, dump: jobs}]}, other: {Zones: [{files: [/b]}]}}");

        Assert.Equal(
            [BackupItem.CronJobs, BackupItem.DatabaseUsers, BackupItem.Databases, BackupItem.Certificates, BackupItem.Emails],
            SourceList.Of(_folder, "linux").Select(source => source.Item));
        Assert.Equal(
            [BackupItem.DatabaseUsers, BackupItem.Databases, BackupItem.Zones, BackupItem.Certificates, BackupItem.Emails, BackupItem.Ftp],
            SourceList.Of(_folder, "other").Select(source => source.Item));
    }

    [Fact]
    public void The_example_is_one()
    {
        Write(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "sources.yaml")));

        Assert.Contains(BackupItem.Databases, SourceList.Of(_folder, "web01").Select(source => source.Item));
    }

    [Theory]
    [InlineData("[]", "sources.yaml:1:1: The list of sources is one map")]
    [InlineData("{", "sources.yaml:")]
    [InlineData("defaults: []", ":1:11: ")]
    [InlineData("default: {}", ":1:1: There is no field \"default\"")]
    [InlineData("defaults:\n  Config: []", ":2:3: \"Config\" is none of")]
    [InlineData("connectors:\n  other:\n    Zone: []", ":3:5: \"Zone\" is none of")]
    [InlineData("defaults: {Zones: {files: [/a]}}", "\"Zones\" is a list of sources")]
    [InlineData("defaults: {Zones: [/a]}", "An entry of \"Zones\" is a map")]
    [InlineData("defaults: {Zones: [{}]}", "A source has one of the fields files, entries, server, command")]
    [InlineData("defaults: {Zones: [{files: [/a], command: b, dump: c}]}", "A source has one of the fields")]
    [InlineData("defaults: {Zones: [{files: [a]}]}", "neither absolute nor below {home}")]
    [InlineData("defaults: {Zones: [{files: [/a/../b]}]}", "holds a part that is no name")]
    [InlineData("defaults: {Zones: [{files: [\"/a/{user}\"]}]}", "a placeholder that there isn't")]
    [InlineData("defaults: {Zones: [{files: [\"/a/{home}\"]}]}", "a placeholder that there isn't")]
    [InlineData("defaults: {Zones: [{files: [/a], under: b/c}]}", "\"under\" is the name of a folder")]
    [InlineData("defaults: {Zones: [{files: [/a], unter: b}]}", "There is no field \"unter\" here. Is \"under\" meant?")]
    [InlineData("defaults: {Zones: [{server: postgresql}]}", "A database server is no source of \"Zones\"")]
    [InlineData("defaults: {Databases: [{server: oracle}]}", "\"server\" is one of PostgreSql, MariaDb")]
    [InlineData("defaults: {Databases: [{server: mariadb, socket: here}]}", "\"socket\" is an absolute path")]
    [InlineData("defaults: {Databases: [{command: a/b, dump: c}]}", "\"command\" is the name of a file")]
    [InlineData("defaults: {Databases: [{command: a}]}", "\"dump\" is missing")]
    public void A_list_that_is_wrong_is_refused_whole(string yaml, string why)
    {
        Write(yaml);

        StateException failure = Assert.Throws<StateException>(() => SourceList.Of(_folder, "linux").ToList());

        Assert.Equal("StateDamaged", failure.ErrorId);
        Assert.Contains(why, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_list_that_others_can_write_is_refused()
    {
        Write("defaults: {}");
        File.SetUnixFileMode(Path.Combine(_folder, "sources.yaml"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupWrite);

        Assert.Equal("InsecurePermissions", Assert.Throws<StateException>(() => SourceList.Of(_folder, "linux").ToList()).ErrorId);
    }

    [Theory]
    [InlineData("/etc/{domain}.zone", "/etc/example.org.zone;/etc/b.example.zone")]
    [InlineData("/var/mail/{account}", "/var/mail/ten")]
    [InlineData("{home}/Maildir", "Maildir")]
    [InlineData("{home}/mail/{domain}", "mail/example.org;mail/b.example")]
    [InlineData("/fixed", "/fixed")]
    public void A_pattern_means_a_path_for_the_account_or_one_for_each_of_its_domains(string pattern, string paths) =>
        Assert.Equal(paths.Split(';'), AccountPattern.Expand(pattern, Account("ten", "Example.ORG", "b.example", "example.org")));

    [Theory]
    [InlineData("..")]
    [InlineData("../x")]
    [InlineData("a/b")]
    [InlineData("-rf")]
    [InlineData(".hidden")]
    [InlineData("a\nb")]
    [InlineData("a b")]
    [InlineData("a\"b")]
    [InlineData("")]
    public void What_is_no_domain_means_no_path(string domain) => Assert.Empty(AccountPattern.Expand("/etc/{domain}", Account("ten", domain)));

    [Theory]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("-a")]
    [InlineData("a\nb")]
    public void What_is_no_plain_name_of_an_account_means_no_path(string name) => Assert.Empty(AccountPattern.Expand("/var/mail/{account}", Account(name)));

    private static AccountRow Account(string name, params string[] domains) =>
        new("id", "c", "linux", 1, 0, null, name, "/home/ten", 1001, 1002, 1, 1, 1, "User", null, null, null, null, System.Text.Json.JsonSerializer.Serialize(domains), "[]", 0, null, null, null, 0, 0, null);

    private void Write(string yaml)
    {
        string path = Path.Combine(_folder, "sources.yaml");
        File.WriteAllText(path, yaml);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
