using BackupAccess.Engine.Audit;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Sealing;
using BackupAccess.Engine.State;
using BackupAccess.Engine.StorageControllers;

namespace BackupAccess.Engine.Tests.StorageControllers;

/// <summary>What may be registered as a storage controller, and what is kept of it.</summary>
public sealed class RegistrationTests : IAsyncLifetime
{
    private const string Password = "0nt4p-pass-phrase";

    private Store _store = null!;

    public async Task InitializeAsync() => _store = await Store.CreateAsync();

    public async Task DisposeAsync() => await _store.DisposeAsync();

    [Fact]
    public async Task The_port_is_that_of_the_scheme_unless_another_is_named()
    {
        StorageController https = await _store.Local.DoAsync(Create("filer1"));
        StorageController http = await _store.Local.DoAsync(Create("filer2") with { Scheme = ControllerScheme.Http });
        StorageController other = await _store.Local.DoAsync(Create("filer3") with { Address = "2001:db8::1", Port = 8443 });

        Assert.Equal(("https://filer.example.org:443", CertificateCheck.System), (https.Url, https.CertificateCheck));
        Assert.Equal(("http://filer.example.org:80", null), (http.Url, http.CertificateCheck));
        Assert.Equal("https://[2001:db8::1]:8443", other.Url);
    }

    [Theory]
    [InlineData("root")]
    [InlineData("Admin")]
    [InlineData("VSADMIN")]
    [InlineData("EXAMPLE\\admin")]
    [InlineData("example/Root")]
    [InlineData("vsadmin@example.org")]
    public async Task An_account_that_a_controller_comes_with_is_refused_unless_it_is_forced_which_is_told(string user)
    {
        await _store.Local.RefusedAsync("AdministratorAccount", Create("filer1") with { UserName = user });

        await _store.Local.DoAsync(Create("filer1") with { UserName = user, Administrators = AdministratorAccounts.Accepted });
        Assert.Contains("by force", (await _store.AuditAsync())[^1].Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("administrator")]
    [InlineData("backup-admin")]
    [InlineData("rooted")]
    [InlineData("admin\\backup")]
    public async Task An_account_whose_name_only_resembles_one_is_taken(string user) =>
        Assert.Equal(user, (await _store.Local.DoAsync(Create("filer1") with { UserName = user })).UserName);

    [Theory]
    [InlineData("no host")]
    [InlineData("http://filer1")]
    [InlineData("filer1:443")]
    [InlineData("user@filer1")]
    [InlineData("filer1/api")]
    [InlineData("fe80::1%eth0")]
    [InlineData("")]
    public async Task An_address_is_a_host_and_nothing_else(string address) =>
        await _store.Local.RefusedAsync("InvalidValue", Create("filer1") with { Address = address });

    [Fact]
    public async Task A_check_of_the_certificate_is_whole()
    {
        await RefusedAsync(new ControllerTrust(CertificateCheck.Pin, null, null));
        await RefusedAsync(new ControllerTrust(CertificateCheck.Pin, null, "abcd"));
        await RefusedAsync(new ControllerTrust(CertificateCheck.Pin, null, "sha256//abcd"));
        await RefusedAsync(new ControllerTrust(CertificateCheck.Authority, "no certificate", null));
        await RefusedAsync(new ControllerTrust(CertificateCheck.Authority, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", null));
        await RefusedAsync(new ControllerTrust(CertificateCheck.None, null, new string('0', 64)));
        await _store.Local.RefusedAsync("InvalidValue", Create("filer1") with { Scheme = ControllerScheme.Http, Trust = ControllerTrust.System });

        Task RefusedAsync(ControllerTrust trust) => _store.Local.RefusedAsync("InvalidValue", Create("filer1") with { Trust = trust });
    }

    [Fact]
    public async Task A_certificate_that_is_not_checked_is_shown_and_told()
    {
        StorageController controller = await _store.Local.DoAsync(Create("filer1") with { Trust = new ControllerTrust(CertificateCheck.None, null, null) });

        Assert.Equal(CertificateCheck.None, controller.CertificateCheck);
        AuditEvent told = (await _store.AuditAsync())[^1];
        Assert.Equal(("createStorageController", "filer1"), (told.Operation, told.ObjectName));
        Assert.Contains("certificate not checked", told.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_authorities_the_certificates_are_kept_and_no_key_beside_them()
    {
        using TestAuthority authority = new("Ours");
        string file = authority.Sign("filer1");
        string key = await File.ReadAllTextAsync(file + ".key");

        StorageController controller = await _store.Local.DoAsync(Create("filer1") with { Trust = new ControllerTrust(CertificateCheck.Authority, key + '\n' + authority.Pem, null) });

        Assert.Equal(["CN=Ours"], controller.CertificateAuthorities);
        using StateConnection db = _store.Database.Connect();
        string kept = StorageControllerStore.Find(db, "FILER1")!.CertificateAuthority!;
        Assert.Equal(authority.Pem, kept);
    }

    [Fact]
    public async Task The_password_is_sealed_and_changes_its_seal_with_the_key()
    {
        await _store.Local.DoAsync(Create("filer1"));
        await _store.Local.DoAsync(new RotateSealingKey());

        using StateConnection db = _store.Database.Connect();
        StorageControllerRow row = StorageControllerStore.Find(db, "filer1")!;
        using Secret opened = StateFolder.Open(_store.StatePath, _store.Clock).Key.Open(row.SealedPassword, StorageControllerStore.PurposeOf("filer1"));
        Assert.Equal(Password, new string(opened.RevealChars()));
    }

    [Fact]
    public async Task Nobody_has_a_password_sent_elsewhere_who_does_not_know_it()
    {
        await _store.Local.DoAsync(Create("filer1"));

        await _store.Local.RefusedAsync("InvalidValue", Update("filer1") with { Address = "thief.example.org" });
        await _store.Local.RefusedAsync("InvalidValue", Update("filer1") with { Port = 8443 });
        await _store.Local.RefusedAsync("InvalidValue", Update("filer1") with { Scheme = ControllerScheme.Http });
        await _store.Local.RefusedAsync("InvalidValue", Update("filer1") with { Trust = new ControllerTrust(CertificateCheck.None, null, null) });
        await _store.Local.RefusedAsync("InvalidValue", Update("filer1") with { UserName = "backup" });

        StorageController moved = await _store.Local.DoAsync(Update("filer1") with { Address = "filer2.example.org", UserName = "backup2", Password = Secret.FromChars("another") });
        Assert.Equal(("https://filer2.example.org:443", "backup2", CertificateCheck.System), (moved.Url, moved.UserName, moved.CertificateCheck));
    }

    [Fact]
    public async Task A_change_of_the_scheme_brings_its_port_and_its_check_along()
    {
        using Secret password = Secret.FromChars(Password);
        await _store.Local.DoAsync(Create("filer1") with { Trust = new ControllerTrust(CertificateCheck.Pin, null, new string('0', 64)) });

        StorageController http = await _store.Local.DoAsync(Update("filer1") with { Scheme = ControllerScheme.Http, UserName = "backup", Password = password });
        Assert.Equal(("http://filer.example.org:80", null, null), (http.Url, http.CertificateCheck, http.CertificatePin));

        StorageController https = await _store.Local.DoAsync(Update("filer1") with { Scheme = ControllerScheme.Https, UserName = "backup", Password = password });
        Assert.Equal(("https://filer.example.org:443", CertificateCheck.System), (https.Url, https.CertificateCheck));
    }

    [Fact]
    public async Task A_name_stands_for_one_controller_in_any_case()
    {
        await _store.Local.DoAsync(Create("filer1"));

        await _store.Local.RefusedAsync("AlreadyExists", Create("FILER1"));
        await _store.Local.RefusedAsync("NotFound", new RemoveStorageController("filer2", LeftSnapshots.Removed));
        await _store.Local.DoAsync(new RemoveStorageController("Filer1", LeftSnapshots.Removed));
        Assert.Empty(await _store.Local.ListAsync(new ListStorageControllers([])));
    }

    private static CreateStorageController Create(string name) =>
        new(name, ControllerScheme.Https, "filer.example.org", null, "backup", Secret.FromChars(Password), null, AdministratorAccounts.Refused);

    private static UpdateStorageController Update(string name) => new(name, null, null, null, null, null, null, AdministratorAccounts.Refused);
}
