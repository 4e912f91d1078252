using System.Text;
using BackupAccess.Engine.DesiredState;
using BackupAccess.Tests;

namespace BackupAccess.Engine.Tests.DesiredState;

/// <summary>What is wrong in a document is told with its id, line and column.</summary>
public sealed class ValidateTests : IAsyncLifetime
{
    private const string Head = "apiVersion: backupaccess/v1\nkind: State\n";

    private Store _store = null!;

    public async Task InitializeAsync() => _store = await Store.CreateAsync();

    public async Task DisposeAsync() => await _store.DisposeAsync();

    [Theory]
    [InlineData("users:\n  - name: jane\n    role: [Viewer]\n", "UnknownField", 5, 5, "\"roles\"")]
    [InlineData("usres: []\n", "UnknownField", 3, 1, "\"users\"")]
    [InlineData("users:\n  - name: jane\n    roles: Viewer\n", "WrongKind", 5, 12, "list of texts")]
    [InlineData("users: jane\n", "WrongKind", 3, 8, "\"users\" is a list")]
    [InlineData("users:\n  - jane\n", "WrongKind", 4, 5, "map of fields")]
    [InlineData("users:\n  - name: jane\n    consoleAccess: NO\n", "WrongKind", 5, 20, "true or false")]
    [InlineData("users:\n  - name: jane\n    consoleAccess: yes\n", "WrongKind", 5, 20, "true or false")]
    [InlineData("users:\n  - name: jane\n    consoleAccess: 'false'\n", "WrongKind", 5, 20, "true or false")]
    [InlineData("users:\n  - name: jane\n    until: tomorrow\n", "WrongKind", 5, 12, "a date")]
    [InlineData("users:\n  - name: jane\n    until: 2027-02-29\n", "WrongKind", 5, 12, "a date")]
    [InlineData("users:\n  - name: jane\n    until: 2027-01-01T00:00:00\n", "WrongKind", 5, 12, "offset")]
    [InlineData("accounts:\n  - name: a/b\n    maxOnDemand: 1e1\n", "WrongKind", 5, 18, "whole number")]
    [InlineData("accounts:\n  - name: a/b\n    maxOnDemand: 012\n", "WrongKind", 5, 18, "whole number")]
    [InlineData("accounts:\n  - name: a/b\n    maxOnDemand: 0x1\n", "WrongKind", 5, 18, "whole number")]
    [InlineData("accounts:\n  - name: a/b\n    maxOnDemand: '12'\n", "WrongKind", 5, 18, "whole number")]
    [InlineData("accounts:\n  - name: a/b\n    maxOnDemand: -1\n", "InvalidValue", 4, 5, "0 to 99")]
    [InlineData("accounts:\n  - name: a/b\n    maxOnDemand: 100\n", "InvalidValue", 4, 5, "0 to 99")]
    [InlineData("accounts:\n  - name: alice\n", "InvalidName", 4, 5, "web01/alice")]
    [InlineData("accounts:\n  - name: a/b\n    type: Root\n", "WrongKind", 5, 11, "User, Reseller, Administrator")]
    [InlineData("users:\n  - name: jane\n    name: jack\n", "DuplicateKey", 5, 5, "\"name\"")]
    [InlineData("users: []\nusers: []\n", "DuplicateKey", 4, 1, "\"users\"")]
    [InlineData("users:\n  - name: jane\n  - name: JANE\n", "DeclaredTwice", 5, 5, "\"JANE\"")]
    [InlineData("users:\n  - name: 'no name'\n", "InvalidName", 4, 5, "\"no name\"")]
    [InlineData("roles:\n  - name: Viewer\n    permissions: [VIEWER]\n", "BuiltIn", 4, 5, "built-in")]
    [InlineData("roles:\n  - name: Desk\n    permissions: [RESTORES]\n", "UnknownPermission", 5, 19, "\"RESTORE\"")]
    [InlineData("roles:\n  - name: Desk\n    permissions: [SELF]\n", "UnknownPermission", 5, 19, "\"SELF\"")]
    [InlineData("roles:\n  - name: Desk\n    permissions:\n      - VIEWER\n      - Viewr\n", "UnknownPermission", 7, 9, "\"VIEWER\"")]
    [InlineData("permissions:\n  - name: RESTORE\n    operations: []\n", "BuiltIn", 4, 5, "\"RESTORE\"")]
    [InlineData("permissions:\n  - name: A B\n", "InvalidName", 4, 5, "\"A B\"")]
    [InlineData("permissions:\n  - name: PEEK\n    operations: [getBackups]\n", "UnknownOperation", 5, 18, "\"getBackup\"")]
    [InlineData("permissions:\n  - name: PEEK\n    operations: [applyState]\n", "BuiltIn", 5, 18, "\"applyState\"")]
    [InlineData("permissions:\n  - name: PEEK\n  - name: peek\n", "DeclaredTwice", 5, 5, "\"peek\"")]
    [InlineData("profiles:\n  - name: ../web\n", "InvalidName", 4, 5, "\"../web\"")]
    [InlineData("connectors:\n  - name: web01\n", "InvalidValue", 4, 5, "has a path")]
    [InlineData("connectors:\n  - name: web01\n    kind: Linux\n    path: /srv\n", "InvalidValue", 4, 5, "has no path")]
    [InlineData("grants:\n  - user: jane\n", "MissingField", 4, 5, "\"connectors\"")]
    [InlineData("users: !!set {}\n", "TagRefused", 3, 8, "Tags")]
    [InlineData("users: &all []\n", "AliasRefused", 3, 8, "Anchors")]
    [InlineData("users: *all\n", "AliasRefused", 3, 8, "Anchors")]
    [InlineData("users:\n\t- name: jane\n", "InvalidYaml", 4, 1, "")]
    [InlineData("users: \"\\UFFFFFFFF\"\n", "InvalidYaml", 3, 6, "")]
    [InlineData("? [a, b]\n: c\n", "InvalidKey", 3, 3, "key")]
    public async Task A_fault_is_told_at_its_place(string text, string id, int line, int column, string message)
    {
        StateFinding finding = Assert.Single(await FindAsync(Head + text));

        Assert.Equal((id, line, column), (finding.Id, finding.Line, finding.Column));
        Assert.Contains(message, finding.Message, StringComparison.Ordinal);
        Assert.Equal("test.yaml", finding.Source);
    }

    [Theory]
    [InlineData("name:")]
    [InlineData("name: ~")]
    [InlineData("name: null")]
    [InlineData("roles: [Viewer]")]
    public async Task A_name_that_is_null_or_not_there_is_missing(string field)
    {
        StateFinding finding = (await FindAsync($"{Head}users:\n  - {field}\n"))[0];

        Assert.Equal(("MissingField", 4, 5), (finding.Id, finding.Line, finding.Column));
    }

    [Theory]
    [InlineData("kind: State\n", "MissingField")]
    [InlineData("apiVersion: backupaccess/v1\n", "MissingField")]
    [InlineData("apiVersion: backupaccess/v2\nkind: State\n", "UnknownVersion")]
    [InlineData("apiVersion: backupaccess/v1\nkind: Secret\n", "UnknownKind")]
    [InlineData("- a\n- b\n", "WrongKind")]
    [InlineData("just text\n", "WrongKind")]
    [InlineData("---\n", "WrongKind")]
    public async Task A_document_says_what_it_is(string text, string id) => Assert.Equal(id, Assert.Single(await FindAsync(text)).Id);

    [Theory]
    [InlineData("")]
    [InlineData("# nothing but a comment\n")]
    [InlineData(Head)]
    [InlineData("\uFEFF" + Head + "users: []\n")]
    [InlineData("apiVersion: backupaccess/v1\r\nkind: State\r\nusers:\r\n  - name: jane\r\n    roles: []\r\n")]
    [InlineData(Head + "users:\n  - name: jane\n---\n" + Head + "users:\n  - name: jack\n")]
    [InlineData(Head + "users:\n  - name: '01234'\n  - name: 1e3\n  - name: NO\n  - name: 2027-01-01\n  - name: 0123\n")]
    [InlineData(Head + "users:\n  - name: jane\n    until: 2027-01-01T12:00:00+02:00\n    consoleAccess: true\n  - name: jack\n    until: null\n")]
    public async Task A_sound_document_has_no_finding(string text) => Assert.Empty(await FindAsync(text));

    [Fact]
    public async Task Everything_wrong_in_every_document_is_told_at_once()
    {
        IReadOnlyList<StateFinding> findings = await FindAsync($"{Head}users:\n  - name: jane\n    roles: Viewer\n    nme: x\n---\n{Head}grants: x\n");

        Assert.Equal(
            [(5, 12, "WrongKind"), (6, 5, "UnknownField"), (10, 9, "WrongKind")],
            findings.Select(finding => (finding.Line, finding.Column, finding.Id)));
    }

    [Fact]
    public async Task Depth_size_and_number_are_limited()
    {
        Assert.Equal("TooLarge", Assert.Single(await FindAsync(Head + "users: " + new string('[', 100_000))).Id);
        Assert.Equal("TooLarge", Assert.Single(await FindAsync(Head + "users: [" + string.Concat(Enumerable.Repeat("a,", 300_000)) + "]")).Id);
        Assert.Equal("TooLarge", Assert.Single(await FindAsync(new string('#', 5 * 1024 * 1024))).Id);
    }

    [Fact]
    public async Task Hostile_text_is_a_finding_and_nothing_worse()
    {
        const int Seed = 20261120;
        const string Odd = "{}[]:-?,&*!|>'\"%@`#\\\t\n \0\u0085\u2028\uD800ab1";
        Random random = new(Seed);
        string sample = await File.ReadAllTextAsync(Examples("access.yaml"));
        for (int i = RandomRuns.Of(20_000); i > 0; i--)
        {
            StringBuilder text = new(sample);
            for (int change = random.Next(1, 6); change > 0; change--)
            {
                text[random.Next(text.Length)] = Odd[random.Next(Odd.Length)];
            }

            text.Length = random.Next(4) == 0 ? random.Next(text.Length) : text.Length;
            Exception? failure = await Record.ExceptionAsync(() => FindAsync(text.ToString()));
            Assert.True(failure is null, $"Seed {Seed}, round {i}: {failure}");
        }
    }

    [Theory]
    [InlineData("access.yaml")]
    [InlineData("accounts.yaml")]
    public async Task The_examples_are_sound(string file) => Assert.Empty(await FindAsync(await File.ReadAllTextAsync(Examples(file))));

    private static string Examples(string file)
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "BackupAccess.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder!.FullName, "examples", file);
    }

    private Task<IReadOnlyList<StateFinding>> FindAsync(string text) => _store.Local.DoAsync(new ValidateState([new StateDocument("test.yaml", "/", text)]));
}
