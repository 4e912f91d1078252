using System.Runtime.Versioning;
using BackupAccess.Repository.Checking;
using BackupAccess.Repository.Files;
using BackupAccess.Repository.Storage;
using BackupAccess.Repository.Tests.Files;
using Xunit.Abstractions;

namespace BackupAccess.Repository.Tests.Damage;

/// <summary>Each object of a repository is damaged in every way, one at a time: it is named, and costs what needs it and no more.</summary>
[SupportedOSPlatform("linux")]
public sealed class EveryObjectTests(ITestOutputHelper output) : IAsyncLifetime
{
    private readonly int _seed = Random.Shared.Next();
    private DamageScene _scene = null!;

    public static TheoryData<DamageKind> Kinds => [.. Enum.GetValues<DamageKind>()];

    public async Task InitializeAsync() => _scene = await DamageScene.CreateAsync();

    public Task DisposeAsync()
    {
        _scene.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_damaged_config_is_named_by_opening_and_by_the_check_of_what_is_open(DamageKind kind)
    {
        await using ResticRepository open = await _scene.OpenAsync(RepositoryFixture.Password);
        using IDisposable damage = Damage("config", kind);

        RepositoryException failure = await Assert.ThrowsAnyAsync<RepositoryException>(() => _scene.OpenAsync(RepositoryFixture.Password));

        Assert.True(failure is RepositoryDamagedException { Object: "config" } or RepositoryNotFoundException, $"{failure}");
        Assert.Contains(await ErrorsAsync(open), finding => $"{finding}".Contains("config", StringComparison.Ordinal));
        await open.LoadIndexAsync(CancellationToken.None);
        await AssertRestoresAsync(open, lost: null, lostIndex: false);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_damaged_key_is_named_and_the_other_still_opens_everything(DamageKind kind)
    {
        foreach (string key in Objects("keys"))
        {
            using IDisposable damage = Damage(key, kind);
            List<ResticRepository> opened = [];
            foreach (byte[] password in new[] { RepositoryFixture.Password, DamageScene.OtherPassword })
            {
                try
                {
                    opened.Add(await _scene.OpenAsync(password));
                }
                catch (RepositoryException e)
                {
                    Assert.True(e is RepositoryDamagedException damaged ? damaged.Object == NameOf(key) : e is WrongPasswordException && kind == DamageKind.Removed, $"{e}");
                }
            }

            await using ResticRepository repository = Assert.Single(opened);
            Assert.Equal(kind != DamageKind.Removed, (await ErrorsAsync(repository)).Exists(finding => finding.Object == NameOf(key)));
            await repository.LoadIndexAsync(CancellationToken.None);
            await AssertRestoresAsync(repository, lost: null, lostIndex: false);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_damaged_snapshot_is_named_and_costs_itself_alone(DamageKind kind)
    {
        foreach (string snapshot in Objects("snapshots"))
        {
            using IDisposable damage = Damage(snapshot, kind);
            await using ResticRepository repository = await _scene.OpenAsync(RepositoryFixture.Password);
            await repository.LoadIndexAsync(CancellationToken.None);

            RepositoryException failure = await Assert.ThrowsAnyAsync<RepositoryException>(() => repository.LoadSnapshotAsync(DamageScene.IdOf(snapshot), CancellationToken.None));

            Assert.Contains(NameOf(snapshot), failure.Message, StringComparison.Ordinal);
            Assert.Equal(kind == DamageKind.Removed, failure is ObjectNotFoundException);
            Assert.Equal(kind != DamageKind.Removed, (await ErrorsAsync(repository)).Exists(finding => finding.Object == NameOf(snapshot)));
            List<ObjectId> listed = await repository.ListSnapshotIdsAsync(CancellationToken.None).ToListAsync();
            Assert.Equal(kind == DamageKind.Removed ? 2 : 3, listed.Count);
            await AssertRestoresAsync(repository, lost: null, lostIndex: false, except: DamageScene.IdOf(snapshot));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_damaged_index_is_named_and_costs_what_only_it_names(DamageKind kind)
    {
        foreach (string index in Objects("index"))
        {
            HashSet<ObjectId> unnamed = await PacksNamedByAsync(index);
            using IDisposable damage = Damage(index, kind);
            await using ResticRepository repository = await _scene.OpenAsync(RepositoryFixture.Password);

            List<CheckFinding> errors = await ErrorsAsync(repository);
            List<RepositoryException> told = [];
            await repository.LoadIndexAsync(told.Add, CancellationToken.None);

            Assert.NotEmpty(errors);
            if (kind != DamageKind.Removed)
            {
                Assert.Contains(errors, finding => finding.Object == NameOf(index));
                Assert.Equal(NameOf(index), Assert.IsType<RepositoryDamagedException>(Assert.Single(told)).Object);
                Assert.Equal(NameOf(index), (await Assert.ThrowsAsync<RepositoryDamagedException>(() => repository.LoadIndexAsync(CancellationToken.None))).Object);
            }

            await AssertRestoresAsync(repository, unnamed, lostIndex: true);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_damaged_pack_is_named_and_costs_the_files_that_need_it(DamageKind kind)
    {
        foreach (string pack in Objects("data"))
        {
            using IDisposable damage = Damage(pack, kind);
            await using ResticRepository repository = await _scene.OpenAsync(RepositoryFixture.Password);
            await repository.LoadIndexAsync(CancellationToken.None);

            Assert.Contains(await ErrorsAsync(repository), finding => finding.Object.EndsWith(NameOf(pack), StringComparison.Ordinal));
            await AssertRestoresAsync(repository, [DamageScene.IdOf(pack)], lostIndex: false, isPartial: kind is DamageKind.Flipped or DamageKind.Halved);
        }
    }

    [Fact]
    public async Task A_repository_that_isn_t_damaged_has_no_findings_and_restores_whole()
    {
        await using ResticRepository repository = await _scene.OpenAsync(RepositoryFixture.Password);
        await repository.LoadIndexAsync(CancellationToken.None);

        Assert.Empty(await ErrorsAsync(repository));
        await AssertRestoresAsync(repository, lost: null, lostIndex: false);
    }

    /// <summary>What needs nothing lost is restored bit by bit; of the rest nothing is there that isn't what it was, and each is told of.</summary>
    /// <param name="repository">Opened, its index loaded as far as that goes.</param>
    /// <param name="lost">Packs that aren't to be had whole.</param>
    /// <param name="lostIndex">Whether they are there and no index names them.</param>
    /// <param name="isPartial">Whether part of what lies in the packs is whole all the same.</param>
    /// <param name="except">A snapshot to pass over.</param>
    private async Task AssertRestoresAsync(ResticRepository repository, HashSet<ObjectId>? lost, bool lostIndex, bool isPartial = false, ObjectId? except = null)
    {
        lost ??= [];
        foreach ((ObjectId id, SnapshotNeeds needs) in _scene.Snapshots.Where(snapshot => snapshot.Key != except))
        {
            RestoreResult result;
            try
            {
                result = await _scene.RestoreAsync(repository, id);
            }
            catch (RepositoryException e) when (e is RepositoryDamagedException or ObjectNotFoundException)
            {
                Assert.Contains(needs.RootPack, lost);
                continue;
            }

            Assert.True(isPartial || !lost.Contains(needs.RootPack));
            Dictionary<string, string> restored = SnapshotNeeds.LinesOf(TreeDescription.Of(_scene.Target));
            Assert.All(restored, line => Assert.Equal(needs.Lines[line.Key], line.Value));
            string[] missing = [.. needs.Lines.Keys.Except(restored.Keys)];
            Assert.All(missing, path => Assert.True(needs.Packs[path].Overlaps(lost), path));
            Assert.True(isPartial || needs.Packs.All(file => !file.Value.Overlaps(lost) || missing.Contains(file.Key)));
            Assert.All(missing, path => Assert.Contains(result.Problems, problem =>
                problem.Kind == FileProblemKind.Damaged && (problem.Path == path || path.StartsWith($"{problem.Path}/", StringComparison.Ordinal))));
            Assert.True(lostIndex || missing.Length > 0 || result.Problems.Count == 0);
        }
    }

    private IDisposable Damage(string path, DamageKind kind)
    {
        output.WriteLine($"{kind} {path}, seed {_seed}");
        return _scene.Damage(path, kind, new Random(_seed));
    }

    private IEnumerable<string> Objects(string kind)
    {
        string[] objects = [.. _scene.Objects().Where(path => DamageScene.KindOf(path) == kind)];
        Assert.True(objects.Length > 1);
        return objects;
    }

    private async Task<HashSet<ObjectId>> PacksNamedByAsync(string index)
    {
        using IDisposable removed = _scene.Damage(index, DamageKind.Removed, Random.Shared);
        await using ResticRepository repository = await _scene.OpenAsync(RepositoryFixture.Password);
        return await repository.CheckAsync(CheckOptions.Structure, progress: null, CancellationToken.None)
            .Where(finding => finding.Severity == CheckSeverity.Hint)
            .Select(finding => ObjectId.Parse(finding.Object["pack ".Length..]))
            .ToHashSetAsync();
    }

    /// <summary>How messages name an object: its kind, and its id.</summary>
    private static string NameOf(string path) => DamageScene.KindOf(path) switch
    {
        "keys" => $"key {DamageScene.IdOf(path)}",
        "snapshots" => $"snapshot {DamageScene.IdOf(path)}",
        "data" => $"pack {DamageScene.IdOf(path)}",
        _ => $"index {DamageScene.IdOf(path)}",
    };

    private static async Task<List<CheckFinding>> ErrorsAsync(ResticRepository repository) => await repository
        .CheckAsync(CheckOptions.Everything, progress: null, CancellationToken.None)
        .Where(finding => finding.Severity == CheckSeverity.Error)
        .ToListAsync();
}
