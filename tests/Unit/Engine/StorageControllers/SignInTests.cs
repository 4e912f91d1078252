using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;
using BackupAccess.Engine.StorageControllers;

namespace BackupAccess.Engine.Tests.StorageControllers;

/// <summary>What a storage controller is signed in to for, and each way in which that fails.</summary>
public sealed class SignInTests : IAsyncLifetime
{
    private static readonly ControllerTrust s_unchecked = new(CertificateCheck.None, null, null);

    private Store _store = null!;

    public async Task InitializeAsync() => _store = await Store.CreateAsync();

    public async Task DisposeAsync() => await _store.DisposeAsync();

    [SkippableFact]
    public async Task A_controller_that_answers_tells_its_version_and_how_long_it_took()
    {
        Skip.IfNot(OntapScene.IsPossible, OntapScene.Reason);
        await using OntapScene ontap = new();

        ControllerTest test = await TestAsync(ontap.Registration("filer1"));

        Assert.True(test.Passed);
        Assert.Equal("NetApp Release 9.15.1: Mon May 20 2026", test.Version);
        Assert.InRange(test.Milliseconds, 0, 30_000);
        Assert.Equal([ControllerProblem.InClear], test.Findings.Select(finding => finding.Problem));
        Assert.Null(test.Problem);
        Assert.Equal(["GET /api/cluster?fields=version"], ontap.Requests);
    }

    [SkippableTheory]
    [InlineData("500", ControllerProblem.Failed)]
    [InlineData("403", ControllerProblem.Forbidden)]
    [InlineData("html", ControllerProblem.NotOntap)]
    [InlineData("404", ControllerProblem.NotOntap)]
    [InlineData("other", ControllerProblem.NotOntap)]
    [InlineData("list", ControllerProblem.NotOntap)]
    [InlineData("deep", ControllerProblem.NotOntap)]
    [InlineData("endless", ControllerProblem.AnswerTooLong)]
    [InlineData("headers", ControllerProblem.AnswerTooLong)]
    [InlineData("break", ControllerProblem.Unreachable)]
    public async Task What_is_answered_amiss_is_told_apart(string behaviour, ControllerProblem expected)
    {
        Skip.IfNot(OntapScene.IsPossible, OntapScene.Reason);
        await using OntapScene ontap = new();
        ontap.Behave(behaviour);

        ControllerTest test = await TestAsync(ontap.Registration("filer1"));

        Assert.False(test.Passed);
        Assert.Null(test.Version);
        Assert.Equal(expected, test.Findings[0].Problem);
        Assert.StartsWith($"The storage controller \"filer1\" (http://localhost:{ontap.Port.ToString(CultureInfo.InvariantCulture)}) ", test.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain('\x1b', test.Problem!);
        Assert.DoesNotContain(OntapScene.Password, test.ToString(), StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("slow")]
    [InlineData("silent")]
    public async Task A_controller_that_takes_too_long_is_not_waited_for(string behaviour)
    {
        Skip.IfNot(OntapScene.IsPossible, OntapScene.Reason);
        await using OntapScene ontap = new();
        ontap.Behave(behaviour);
        long start = Stopwatch.GetTimestamp();

        ControllerException failure = await Assert.ThrowsAsync<ControllerException>(() => VersionAsync(ontap, new ControllerLimits { Answer = TimeSpan.FromSeconds(1) }));

        Assert.Equal(ControllerProblem.TimedOut, failure.Problem);
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(20));
    }

    [SkippableFact]
    public async Task A_redirect_takes_the_password_nowhere()
    {
        Skip.IfNot(OntapScene.IsPossible, OntapScene.Reason);
        await using OntapScene ontap = new();
        await using OntapScene thief = new();
        ontap.Behave("redirect");
        ontap.SendElsewhere($"http://localhost:{thief.Port.ToString(CultureInfo.InvariantCulture)}/api/cluster");

        ControllerTest test = await TestAsync(ontap.Registration("filer1"));

        Assert.Equal(ControllerProblem.Redirected, test.Findings[0].Problem);
        Assert.Empty(thief.Requests);
    }

    [SkippableFact]
    public async Task A_next_page_elsewhere_takes_the_password_nowhere()
    {
        Skip.IfNot(OntapScene.IsPossible, OntapScene.Reason);
        await using OntapScene ontap = new();
        await using OntapScene thief = new();
        ontap.Behave("elsewhere");
        ontap.SendElsewhere($"http://localhost:{thief.Port.ToString(CultureInfo.InvariantCulture)}/api/storage/volumes");

        using ControllerClient client = await OpenAsync(ontap, new ControllerLimits());
        ControllerException failure = await Assert.ThrowsAsync<ControllerException>(() => new OntapApi(client).ListSnapshotsAsync(Guid.Parse(OntapScene.Volume), null, default));

        Assert.Equal(ControllerProblem.Redirected, failure.Problem);
        Assert.Empty(thief.Requests);
    }

    [SkippableFact]
    public async Task A_wrong_password_is_told_as_such()
    {
        Skip.IfNot(OntapScene.IsPossible, OntapScene.Reason);
        await using OntapScene ontap = new();

        ControllerTest test = await TestAsync(ontap.Registration("filer1") with { Password = Secret.FromChars("wrong") });

        Assert.Equal(ControllerProblem.SignInRefused, test.Findings[0].Problem);
    }

    [Fact]
    public async Task A_name_that_means_nothing_and_a_port_where_nobody_listens_are_told_apart()
    {
        using Secret password = Secret.FromChars("x");
        int free = FreePort();

        ControllerTest nameless = await TestAsync(new CreateStorageController("filer1", ControllerScheme.Http, "no-such-host.invalid", null, "backup", password, null, AdministratorAccounts.Refused));
        ControllerTest closed = await TestAsync(new CreateStorageController("filer2", ControllerScheme.Http, "127.0.0.1", free, "backup", password, null, AdministratorAccounts.Refused));

        Assert.Equal(ControllerProblem.NameNotFound, nameless.Findings[0].Problem);
        Assert.Equal(ControllerProblem.ConnectionRefused, closed.Findings[0].Problem);
    }

    [SkippableFact]
    public async Task A_certificate_is_held_to_the_systems_authorities_unless_others_are_named()
    {
        Skip.IfNot(OntapScene.IsPossible, OntapScene.Reason);
        using TestAuthority authority = new("Ours");
        using TestAuthority other = new("Another");
        await using OntapScene ontap = new(certificate: authority.Sign("localhost"));

        Assert.Equal(ControllerProblem.CertificateUntrusted, await ProblemAsync(ontap, ControllerTrust.System));
        Assert.Equal(ControllerProblem.CertificateUntrusted, await ProblemAsync(ontap, new ControllerTrust(CertificateCheck.Authority, other.Pem, null)));
        Assert.Null(await ProblemAsync(ontap, new ControllerTrust(CertificateCheck.Authority, other.Pem + '\n' + authority.Pem, null)));
        Assert.Equal(ControllerProblem.CertificateName, await ProblemAsync(ontap, new ControllerTrust(CertificateCheck.Authority, authority.Pem, null), "127.0.0.1"));
        Assert.Equal(["GET /api/cluster?fields=version"], ontap.Requests);
    }

    [SkippableFact]
    public async Task An_expired_certificate_and_one_of_another_name_are_told_apart()
    {
        Skip.IfNot(OntapScene.IsPossible, OntapScene.Reason);
        using TestAuthority authority = new("Ours");
        ControllerTrust trust = new(CertificateCheck.Authority, authority.Pem, null);
        await using OntapScene expired = new(certificate: authority.Sign("localhost", validForDays: -1));
        await using OntapScene misnamed = new(certificate: authority.Sign("filer1.example.org"));

        Assert.Equal(ControllerProblem.CertificateExpired, await ProblemAsync(expired, trust));
        Assert.Equal(ControllerProblem.CertificateName, await ProblemAsync(misnamed, trust));
        Assert.Empty(expired.Requests.Concat(misnamed.Requests));
    }

    [SkippableFact]
    public async Task A_pin_is_of_the_certificate_or_of_its_key_and_stands_for_every_other_check()
    {
        Skip.IfNot(OntapScene.IsPossible, OntapScene.Reason);
        using TestAuthority authority = new("Ours");
        string file = authority.Sign("filer1.example.org", validForDays: -1);
        await using OntapScene ontap = new(certificate: file);
        using X509Certificate2 certificate = X509CertificateLoader.LoadCertificateFromFile(file);
        byte[] hash = SHA256.HashData(certificate.RawData);
        byte[] key = SHA256.HashData(certificate.PublicKey.ExportSubjectPublicKeyInfo());

        Assert.Null(await ProblemAsync(ontap, Pin(Convert.ToHexString(hash))));
        Assert.Null(await ProblemAsync(ontap, Pin(string.Join(':', hash.Select(one => one.ToString("X2", CultureInfo.InvariantCulture))))));
        Assert.Null(await ProblemAsync(ontap, Pin("sha256//" + Convert.ToBase64String(key))));
        key[0] ^= 1;
        Assert.Equal(ControllerProblem.CertificatePin, await ProblemAsync(ontap, Pin(Convert.ToHexString(key))));

        static ControllerTrust Pin(string pin) => new(CertificateCheck.Pin, null, pin);
    }

    [SkippableFact]
    public async Task An_unchecked_certificate_works_and_is_warned_of()
    {
        Skip.IfNot(OntapScene.IsPossible, OntapScene.Reason);
        using TestAuthority authority = new("Ours");
        await using OntapScene ontap = new(certificate: authority.Sign("filer1.example.org", validForDays: -1));

        ControllerTest test = await TestAsync(ontap.Registration("filer1", s_unchecked));

        Assert.True(test.Passed);
        Assert.Equal([ControllerProblem.CertificateUnchecked], test.Findings.Select(finding => finding.Problem));
    }

    [SkippableFact]
    public async Task What_speaks_no_tls_gets_no_password()
    {
        Skip.IfNot(OntapScene.IsPossible, OntapScene.Reason);
        await using OntapScene ontap = new();

        Assert.Equal(ControllerProblem.NotEncrypted, await ProblemAsync(ontap, s_unchecked));
        Assert.Empty(ontap.Requests);
    }

    [SkippableFact]
    public async Task A_job_that_never_ends_is_not_waited_for()
    {
        Skip.IfNot(OntapScene.IsPossible, OntapScene.Reason);
        await using OntapScene ontap = new();
        ontap.Behave("create-hangs");

        using ControllerClient client = await OpenAsync(ontap, new ControllerLimits { Job = TimeSpan.FromSeconds(1) });
        ControllerException failure = await Assert.ThrowsAsync<ControllerException>(() => new OntapApi(client).CreateSnapshotAsync(Guid.Parse(OntapScene.Volume), "one", "", default));

        Assert.Equal(ControllerProblem.TimedOut, failure.Problem);
        Assert.Contains(ontap.Requests, request => request.StartsWith("GET /api/cluster/jobs/", StringComparison.Ordinal));
    }

    private async Task<ControllerProblem?> ProblemAsync(OntapScene ontap, ControllerTrust trust, string host = "localhost")
    {
        ControllerTest test = await TestAsync(ontap.Registration("filer1", trust, host));
        return test.Findings.Where(finding => !finding.IsWarning).Select(finding => (ControllerProblem?)finding.Problem).SingleOrDefault();
    }

    private async Task<ControllerTest> TestAsync(CreateStorageController registration)
    {
        await _store.Local.DoAsync(registration);
        ControllerTest test = await _store.Local.DoAsync(new TestStorageController(registration.Name));
        await _store.Local.DoAsync(new RemoveStorageController(registration.Name, LeftSnapshots.Removed));
        return test;
    }

    private async Task<string> VersionAsync(OntapScene ontap, ControllerLimits limits)
    {
        using ControllerClient client = await OpenAsync(ontap, limits);
        return await new OntapApi(client).GetVersionAsync(default);
    }

    private async Task<ControllerClient> OpenAsync(OntapScene ontap, ControllerLimits limits)
    {
        await _store.Local.DoAsync(ontap.Registration("filer1"));
        EngineServices services = new(StateFolder.Open(_store.StatePath, _store.Clock), _store.Clock, _store.Boot) { Controllers = limits };
        using StateConnection db = _store.Database.Connect();
        return ControllerClient.Open(StorageControllerStore.Find(db, "filer1")!, services);
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        return port;
    }
}
