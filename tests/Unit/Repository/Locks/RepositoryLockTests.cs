using System.Diagnostics;
using BackupAccess.Repository.Locks;
using BackupAccess.Repository.Storage;

namespace BackupAccess.Repository.Tests.Locks;

public sealed class RepositoryLockTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public async Task Shared_locks_stand_beside_each_other_and_are_gone_when_released()
    {
        await using RepositoryFixture fixture = await CreateAsync();
        await using (await fixture.Repository.LockAsync(LockMode.Shared, CancellationToken.None))
        await using (await fixture.Repository.LockAsync(LockMode.Shared, CancellationToken.None))
        {
            Assert.Equal(2, fixture.Files("locks").Length);
        }

        Assert.Empty(fixture.Files("locks"));
    }

    [Fact]
    public async Task Releasing_twice_is_releasing_once()
    {
        await using RepositoryFixture fixture = await CreateAsync();
        RepositoryLock held = await fixture.Repository.LockAsync(LockMode.Exclusive, CancellationToken.None);

        await held.DisposeAsync();
        await using RepositoryLock next = await fixture.Repository.LockAsync(LockMode.Exclusive, CancellationToken.None);
        await held.DisposeAsync();

        Assert.Single(fixture.Files("locks"));
    }

    [Theory]
    [InlineData(LockMode.Shared, LockMode.Exclusive)]
    [InlineData(LockMode.Exclusive, LockMode.Shared)]
    [InlineData(LockMode.Exclusive, LockMode.Exclusive)]
    public async Task An_exclusive_lock_stands_alone_and_the_refusal_names_the_holder(LockMode held, LockMode wanted)
    {
        await using RepositoryFixture fixture = await CreateAsync();
        await using RepositoryLock first = await fixture.Repository.LockAsync(held, CancellationToken.None);

        RepositoryLockedException refusal = await Assert.ThrowsAsync<RepositoryLockedException>(() => fixture.Repository.LockAsync(wanted, CancellationToken.None));

        Assert.Equal($"process {Environment.ProcessId} of {Environment.UserName} on {ClientIdentity.Current.Hostname}", refusal.Holder);
        Assert.Equal((held, _time.GetUtcNow()), (refusal.Mode, refusal.Since));
        Assert.Single(fixture.Files("locks"));
    }

    [Fact]
    public async Task A_lock_is_made_anew_every_five_minutes()
    {
        await using RepositoryFixture fixture = await CreateAsync();
        await using RepositoryLock held = await fixture.Repository.LockAsync(LockMode.Exclusive, CancellationToken.None);
        string before = Assert.Single(fixture.Files("locks"));

        for (int i = 0; i < 20; i++)
        {
            await AdvanceAsync(fixture);
            Assert.False(held.Lost.IsCancellationRequested);
        }

        Assert.NotEqual(before, Assert.Single(fixture.Files("locks")));
        await Assert.ThrowsAsync<RepositoryLockedException>(() => fixture.Repository.LockAsync(LockMode.Shared, CancellationToken.None));
    }

    [Fact]
    public async Task A_lock_that_another_removed_is_lost()
    {
        await using RepositoryFixture fixture = await CreateAsync();
        await using RepositoryLock held = await fixture.Repository.LockAsync(LockMode.Shared, CancellationToken.None);
        File.Delete(Assert.Single(fixture.Files("locks")));

        _time.Advance(TimeSpan.FromMinutes(5));

        await LostAsync(held);
        Assert.Empty(fixture.Files("locks"));
    }

    [Fact]
    public async Task A_lock_that_can_t_be_made_anew_is_lost_before_others_take_it_for_stale()
    {
        await using RepositoryFixture fixture = await CreateAsync();
        await using RepositoryLock held = await fixture.Repository.LockAsync(LockMode.Shared, CancellationToken.None);
        string locks = Path.Combine(fixture.Path, "locks");
        string own = Assert.Single(fixture.Files("locks"));
        File.Move(own, fixture.Path + "/aside");
        Directory.Delete(locks);
        File.CreateSymbolicLink(locks, "locks");

        _time.Advance(TimeSpan.FromMinutes(25));

        await LostAsync(held);
        File.Delete(locks);
    }

    [Fact]
    public async Task A_lock_older_than_half_an_hour_is_stale_and_removed()
    {
        await using RepositoryFixture fixture = await CreateAsync();
        await LeaveLockAsync(fixture, ClientIdentity.Current with { Hostname = "elsewhere" });
        _time.Advance(TimeSpan.FromMinutes(30));
        await Assert.ThrowsAsync<RepositoryLockedException>(() => fixture.Repository.LockAsync(LockMode.Exclusive, CancellationToken.None));

        _time.Advance(TimeSpan.FromMinutes(1));

        await using RepositoryLock held = await fixture.Repository.LockAsync(LockMode.Exclusive, CancellationToken.None);
        Assert.Single(fixture.Files("locks"));
    }

    [Fact]
    public async Task A_lock_of_a_dead_process_of_this_machine_is_stale()
    {
        await using RepositoryFixture fixture = await CreateAsync();
        using Process ended = Process.Start("true");
        await ended.WaitForExitAsync();
        await LeaveLockAsync(fixture, ClientIdentity.Current with { ProcessId = ended.Id });

        await using RepositoryLock held = await fixture.Repository.LockAsync(LockMode.Exclusive, CancellationToken.None);
        Assert.Single(fixture.Files("locks"));
    }

    [Fact]
    public async Task Of_two_who_want_an_exclusive_lock_at_once_at_most_one_gets_it()
    {
        await using RepositoryFixture fixture = await CreateAsync();
        for (int i = 0; i < 20; i++)
        {
            Task<RepositoryLock>[] wanted = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(() => fixture.Repository.LockAsync(LockMode.Exclusive, CancellationToken.None)))];
            await Task.WhenAny(Task.WhenAll(wanted));
            RepositoryLock[] held = [.. wanted.Where(task => task.IsCompletedSuccessfully).Select(task => task.Result)];

            Assert.InRange(held.Length, 0, 1);
            foreach (RepositoryLock lockHeld in held)
            {
                await lockHeld.DisposeAsync();
            }

            Assert.Empty(fixture.Files("locks"));
        }
    }

    [Fact]
    public async Task A_lock_that_can_t_be_read_is_damage_that_names_it()
    {
        await using RepositoryFixture fixture = await CreateAsync();
        ObjectId id = ObjectId.Of("no lock"u8);
        Directory.CreateDirectory(Path.Combine(fixture.Path, "locks"));
        await File.WriteAllBytesAsync(Path.Combine(fixture.Path, "locks", $"{id}"), "no lock"u8.ToArray());

        RepositoryDamagedException damage = await Assert.ThrowsAsync<RepositoryDamagedException>(() => fixture.Repository.LockAsync(LockMode.Shared, CancellationToken.None));
        Assert.Equal($"lock {id}", damage.Object);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(60)]
    public async Task A_lock_whose_upload_was_cut_off_is_none(int length)
    {
        await using RepositoryFixture fixture = await CreateAsync();
        await LeaveLockAsync(fixture, fixture.Options.Client);
        using (FileStream torn = new(Assert.Single(fixture.Files("locks")), FileMode.Open, FileAccess.ReadWrite))
        {
            torn.SetLength(length);
        }

        await using RepositoryLock held = await fixture.Repository.LockAsync(LockMode.Exclusive, CancellationToken.None);
        Assert.Equal(LockMode.Exclusive, held.Mode);
    }

    [Theory]
    [InlineData(FaultEffect.Before)]
    [InlineData(FaultEffect.Torn)]
    [InlineData(FaultEffect.After)]
    public async Task A_lock_whose_writing_fails_is_not_left_behind(FaultEffect effect)
    {
        await using RepositoryFixture fixture = await CreateAsync();
        FaultyStorage faulty = new(fixture.Storage, new StorageFault { Call = 1, Of = StorageCalls.Put, Effect = effect });
        await using ResticRepository repository = await ResticRepository.OpenAsync(faulty, RepositoryFixture.Password, fixture.Options, CancellationToken.None);

        await Assert.ThrowsAsync<StorageException>(() => repository.LockAsync(LockMode.Shared, CancellationToken.None));

        Assert.Empty(await fixture.Storage.ListAsync(ObjectKind.Lock, CancellationToken.None).ToListAsync());
    }

    private Task<RepositoryFixture> CreateAsync() => RepositoryFixture.CreateAsync(RepositoryFixture.CheapOptions with { TimeProvider = _time });

    /// <summary>Moves the clock by one refresh and waits for the new lock to replace the old.</summary>
    private async Task AdvanceAsync(RepositoryFixture fixture)
    {
        string before = Assert.Single(fixture.Files("locks"));
        _time.Advance(TimeSpan.FromMinutes(5));
        while (fixture.Files("locks") is not [string after] || after == before)
        {
            await Task.Yield();
        }
    }

    private static async Task LostAsync(RepositoryLock held)
    {
        TaskCompletionSource lost = new();
        await using CancellationTokenRegistration registration = held.Lost.Register(lost.SetResult);
        await lost.Task.WaitAsync(TimeSpan.FromMinutes(1));
    }

    /// <summary>Writes a lock of another client, which then neither refreshes nor releases it.</summary>
    private static async Task LeaveLockAsync(RepositoryFixture fixture, ClientIdentity client)
    {
        await using ResticRepository other = await ResticRepository.OpenAsync(fixture.Storage, RepositoryFixture.Password, fixture.Options with { Client = client }, CancellationToken.None);
        RepositoryLock left = await other.LockAsync(LockMode.Shared, CancellationToken.None);
        string file = Assert.Single(fixture.Files("locks"));
        File.Copy(file, fixture.Path + "/aside");
        await left.DisposeAsync();
        File.Move(fixture.Path + "/aside", file);
    }
}
