using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Profiles;
using BackupAccess.Engine.Roles;
using BackupAccess.Engine.Sessions;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Users;

namespace BackupAccess.Engine.Tests.Profiles;

public sealed class ProfileTests
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private static readonly UserReference s_jane = new("jane");
    private static readonly ProfileReference s_web = new("web");

    [Fact]
    public async Task A_profile_is_made_with_a_folder_that_is_its_owners_only_and_goes_with_it()
    {
        await using Store store = await Store.CreateAsync();

        Profile made = await store.Local.DoAsync(new CreateProfile("web"));

        Assert.Equal(Path.Combine(store.StatePath, "profiles", "web"), made.Folder);
        Assert.Equal((OwnerOnly, OwnerOnly), (File.GetUnixFileMode(made.Folder), File.GetUnixFileMode(Path.GetDirectoryName(made.Folder)!)));
        await store.Local.RefusedAsync("AlreadyExists", new CreateProfile("WEB"));
        await store.Local.DoAsync(new RemoveProfile(new ProfileReference(made)));
        Assert.False(Directory.Exists(made.Folder));
        Assert.Empty(await store.Local.ListAsync(new ListProfiles([])));
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData(".hidden")]
    [InlineData("a/b")]
    [InlineData("../state.key")]
    [InlineData("a\0b")]
    public async Task A_name_that_could_not_be_a_folders_is_refused(string name)
    {
        await using Store store = await Store.CreateAsync();

        await store.Local.RefusedAsync("InvalidName", new CreateProfile(name));
    }

    [Fact]
    public async Task A_profile_whose_folder_has_files_in_it_is_kept()
    {
        await using Store store = await Store.CreateAsync();
        Profile made = await store.Local.DoAsync(new CreateProfile("web"));
        await File.WriteAllTextAsync(Path.Combine(made.Folder, "nightly.yaml"), "x");

        await store.Local.RefusedAsync("ProfileNotEmpty", new RemoveProfile(s_web));

        Assert.True(File.Exists(Path.Combine(made.Folder, "nightly.yaml")));
        Assert.Single(await store.Local.ListAsync(new ListProfiles(["web"])));
    }

    [Fact]
    public async Task The_next_change_mends_folders_that_a_crash_left_wrong_and_touches_no_file()
    {
        await using Store store = await Store.CreateAsync();
        Profile missing = await store.Local.DoAsync(new CreateProfile("missing"));
        Directory.Delete(missing.Folder);
        string stray = Path.Combine(store.StatePath, "profiles", "stray");
        string full = Path.Combine(store.StatePath, "profiles", "full");
        string link = Path.Combine(store.StatePath, "profiles", "link");
        Directory.CreateDirectory(stray);
        Directory.CreateDirectory(full);
        Directory.CreateDirectory(Path.Combine(store.Root, "elsewhere"));
        Directory.CreateSymbolicLink(link, Path.Combine(store.Root, "elsewhere"));
        await File.WriteAllTextAsync(Path.Combine(full, "file"), "x");

        await store.Local.DoAsync(new CreateProfile("web"));

        Assert.True(Directory.Exists(missing.Folder));
        Assert.False(Directory.Exists(stray));
        Assert.True(File.Exists(Path.Combine(full, "file")));
        Assert.True(Directory.Exists(link));
    }

    [Fact]
    public async Task A_profile_whose_folder_can_not_be_made_is_not_made()
    {
        await using Store store = await Store.CreateAsync();
        await File.WriteAllTextAsync(Path.Combine(store.StatePath, "profiles"), "in the way");

        await store.Local.RefusedAsync("StateUnavailable", new CreateProfile("web"));

        File.Delete(Path.Combine(store.StatePath, "profiles"));
        Assert.Empty(await store.Local.ListAsync(new ListProfiles([])));
    }

    [Fact]
    public async Task A_state_made_anew_over_what_is_left_leaves_profiles_files_where_they_are()
    {
        await using Store store = await Store.CreateAsync();
        Profile made = await store.Local.DoAsync(new CreateProfile("web"));
        await File.WriteAllTextAsync(Path.Combine(made.Folder, "nightly.yaml"), "x");
        foreach (string database in Directory.GetFiles(store.StatePath, "state.db*"))
        {
            File.Delete(database);
        }

        await using LocalClient anew = await LocalClient.InitializeAsync(store.Description, "tester", "admin", password: null, default);

        Assert.Empty(await anew.ListAsync(new ListProfiles([])));
        Assert.Equal(made.Folder, (await anew.DoAsync(new CreateProfile("web"))).Folder);
        Assert.True(File.Exists(Path.Combine(made.Folder, "nightly.yaml")));
    }

    [Theory]
    [InlineData("Operator")]
    [InlineData("BackupAdministrator")]
    public async Task Who_creates_a_profile_through_an_assigned_reach_is_assigned_it(string role)
    {
        await using Store store = await Store.CreateAsync();
        await using LocalClient jane = await store.SignInAsync("jane", [role]);
        await using LocalClient other = await store.SignInAsync("other", [role]);

        await jane.DoAsync(new CreateProfile("web"));

        Assert.Equal(["web"], (await jane.ListAsync(new ListProfiles([]))).Select(profile => profile.Name));
        Assert.Empty(await other.ListAsync(new ListProfiles([])));
        ProfileGrant grant = Assert.Single(await store.Local.ListAsync(new ListProfileGrants([], [])));
        Assert.Equal(("jane", "web", true), (grant.User, grant.Profile, grant.InEffect));
        Assert.Equal("given to its creator", (await store.AuditAsync())[^1].Reason);
        await jane.DoAsync(new RemoveProfile(s_web));
    }

    [Fact]
    public async Task Who_creates_a_profile_through_a_custom_role_is_assigned_it_and_one_that_reaches_none_creates_none()
    {
        await using Store store = await Store.CreateAsync();
        await store.Local.DoAsync(new CreateRole("Assigned", ["CONFIGURATION"], ConnectorReach.None, ProfileReach.Assigned, AccountReach.None));
        await store.Local.DoAsync(new CreateRole("All", ["CONFIGURATION"], ConnectorReach.None, ProfileReach.All, AccountReach.None));
        await store.Local.DoAsync(new CreateRole("None", ["CONFIGURATION"], ConnectorReach.None, ProfileReach.None, AccountReach.None));
        await using LocalClient assigned = await store.SignInAsync("assigned", ["Assigned"]);
        await using LocalClient all = await store.SignInAsync("all", ["All"]);
        await using LocalClient none = await store.SignInAsync("none", ["None"]);

        await assigned.DoAsync(new CreateProfile("one"));
        await all.DoAsync(new CreateProfile("two"));
        await none.RefusedAsync("AccessDenied", new CreateProfile("three"));

        Assert.Equal(["assigned"], (await store.Local.ListAsync(new ListProfileGrants([], []))).Select(grant => grant.User));
        Assert.Equal(["one"], (await assigned.ListAsync(new ListProfiles([]))).Select(profile => profile.Name));
        Assert.Equal(["one", "two"], (await all.ListAsync(new ListProfiles([]))).Select(profile => profile.Name));
    }

    [Fact]
    public async Task An_assignment_is_given_ends_by_the_clock_and_is_taken()
    {
        await using Store store = await Store.CreateAsync();
        await store.Local.DoAsync(new CreateProfile("web"));
        await using LocalClient jane = await store.SignInAsync("jane", ["Viewer"]);

        ProfileGrant grant = await store.Local.DoAsync(new GrantProfile(s_jane, s_web, store.Clock.GetUtcNow().AddHours(1)));
        Assert.True(grant.InEffect);
        Assert.Single(await jane.ListAsync(new ListProfiles([])));
        store.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Empty(await jane.ListAsync(new ListProfiles([])));
        Assert.False(Assert.Single(await store.Local.ListAsync(new ListProfileGrants(["jane"], ["w*"]))).InEffect);
        await store.Local.DoAsync(new GrantProfile(s_jane, s_web, null));
        Assert.Single(await jane.ListAsync(new ListProfiles([])));
        Assert.False((await store.Local.DoAsync(new RevokeProfile(s_jane, s_web))).InEffect);

        Assert.Empty(await jane.ListAsync(new ListProfiles([])));
        await store.Local.RefusedAsync("NotFound", new RevokeProfile(s_jane, s_web));
        await store.Local.RefusedAsync("InvalidValue", new GrantProfile(s_jane, s_web, store.Clock.GetUtcNow()));
    }

    [Fact]
    public async Task An_assignment_never_outlasts_the_givers_own()
    {
        await using Store store = await Store.CreateAsync();
        DateTimeOffset end = store.Clock.GetUtcNow().AddDays(7);
        await store.Local.DoAsync(new CreateProfile("web"));
        await store.Local.DoAsync(new CreateUser("jane", [], ConsoleAccess.Off, null, null));
        await using LocalClient passing = await store.SignInAsync("passing", []);
        await store.Local.DoAsync(new AssignRole(new UserReference("passing"), "Administrator", end));

        await passing.RefusedAsync("AccessDenied", new GrantProfile(s_jane, s_web, null));
        await passing.DoAsync(new GrantProfile(s_jane, s_web, end));
    }

    [Fact]
    public async Task A_hidden_profile_is_not_found()
    {
        await using Store store = await Store.CreateAsync();
        await store.Local.DoAsync(new CreateProfile("web"));
        await using LocalClient jane = await store.SignInAsync("jane", ["Operator"]);

        EngineException hidden = await jane.RefusedAsync("NotFound", new RemoveProfile(s_web));
        EngineException missing = await jane.RefusedAsync("NotFound", new RemoveProfile(new ProfileReference("nowhere")));

        Assert.Equal(missing.Message, hidden.Message.Replace("web", "nowhere", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_profile_made_again_under_a_removed_ones_name_is_assigned_to_nobody()
    {
        await using Store store = await Store.CreateAsync();
        await store.Local.DoAsync(new CreateProfile("web"));
        await using LocalClient jane = await store.SignInAsync("jane", ["Viewer"]);
        await store.Local.DoAsync(new GrantProfile(s_jane, s_web, null));

        await store.Local.DoAsync(new RemoveProfile(s_web));
        await store.Local.DoAsync(new CreateProfile("web"));

        Assert.Empty(await jane.ListAsync(new ListProfiles([])));
        Assert.Empty(await store.Local.ListAsync(new ListProfileGrants([], [])));
    }

    [Fact]
    public async Task A_profile_made_after_a_removed_one_is_never_given_its_number()
    {
        await using Store store = await Store.CreateAsync();
        await store.Local.DoAsync(new CreateProfile("one"));
        long removed = NumberOf(store, "one");

        await store.Local.DoAsync(new RemoveProfile(new ProfileReference("one")));
        await store.Local.DoAsync(new CreateProfile("two"));

        Assert.NotEqual(removed, NumberOf(store, "two"));
    }

    [Theory]
    [InlineData("Administrator", "one two")]
    [InlineData("Operator", "one")]
    [InlineData("Viewer", "one")]
    [InlineData("BackupAdministrator", "one")]
    [InlineData("ComplianceAdministrator", "")]
    [InlineData("FullSupport", "")]
    [InlineData("AccountOwner", "")]
    public async Task A_list_of_profiles_holds_what_the_decision_allows(string role, string expected)
    {
        await using Store store = await Store.CreateAsync();
        await store.Local.DoAsync(new CreateProfile("one"));
        await store.Local.DoAsync(new CreateProfile("two"));
        await using LocalClient jane = await store.SignInAsync("jane", [role]);
        await store.Local.DoAsync(new GrantProfile(s_jane, new ProfileReference("one"), null));

        Assert.Equal(expected, string.Join(' ', (await jane.ListAsync(new ListProfiles([]))).Select(profile => profile.Name)));
    }

    private static long NumberOf(Store store, string profile)
    {
        using StateConnection db = store.Database.Connect();
        return ProfileStore.Find(db, profile)!.Number;
    }
}
