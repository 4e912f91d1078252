using System.Text;
using BackupAccess.Repository.Keys;
using BackupAccess.Repository.Storage;

namespace BackupAccess.Repository.Tests.Keys;

public sealed class KeyRingTests
{
    [Fact]
    public async Task A_wrong_password_opens_nothing()
    {
        await using RepositoryFixture fixture = await RepositoryFixture.CreateAsync();

        WrongPasswordException refusal = await Assert.ThrowsAsync<WrongPasswordException>(() => OpenAsync(fixture, "wrong horse"));

        Assert.Contains(fixture.Path, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong horse", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_passwords_open_one_repository_and_a_removed_one_no_longer_does()
    {
        await using RepositoryFixture fixture = await RepositoryFixture.CreateAsync();
        ObjectId second = await fixture.Repository.AddKeyAsync("second"u8.ToArray(), CancellationToken.None);

        await using (ResticRepository other = await OpenAsync(fixture, "second"))
        {
            Assert.Equal(fixture.Repository.Config, other.Config);
            List<RepositoryKey> keys = await other.ListKeysAsync(CancellationToken.None).ToListAsync();
            Assert.Equal(2, keys.Count);
            Assert.Equal(second, Assert.Single(keys, key => key.IsCurrent).Id);
        }

        await fixture.Repository.RemoveKeyAsync(second, CancellationToken.None);
        await Assert.ThrowsAsync<WrongPasswordException>(() => OpenAsync(fixture, "second"));
    }

    [Fact]
    public async Task A_changed_key_opens_in_place_of_the_old_and_can_be_changed_again()
    {
        await using RepositoryFixture fixture = await RepositoryFixture.CreateAsync();

        await fixture.Repository.ChangeKeyAsync("second"u8.ToArray(), CancellationToken.None);
        ObjectId third = await fixture.Repository.ChangeKeyAsync("third"u8.ToArray(), CancellationToken.None);

        await Assert.ThrowsAsync<WrongPasswordException>(() => OpenAsync(fixture, "correct horse"));
        await Assert.ThrowsAsync<WrongPasswordException>(() => OpenAsync(fixture, "second"));
        await using ResticRepository opened = await OpenAsync(fixture, "third");
        Assert.Equal((third, true), (await fixture.Repository.ListKeysAsync(CancellationToken.None).SingleAsync()) is var key ? (key.Id, key.IsCurrent) : default);
    }

    [Fact]
    public async Task The_key_in_use_can_t_be_removed()
    {
        await using RepositoryFixture fixture = await RepositoryFixture.CreateAsync();
        RepositoryKey key = await fixture.Repository.ListKeysAsync(CancellationToken.None).SingleAsync();

        await Assert.ThrowsAsync<ArgumentException>(() => fixture.Repository.RemoveKeyAsync(key.Id, CancellationToken.None));
    }

    [Fact]
    public async Task A_damaged_key_hides_no_good_one_and_is_named_when_none_opens()
    {
        await using RepositoryFixture fixture = await RepositoryFixture.CreateAsync();
        ObjectName damaged = await PutAsync(fixture, "{");

        await using ResticRepository opened = await OpenAsync(fixture, "correct horse");
        RepositoryDamagedException damage = await Assert.ThrowsAsync<RepositoryDamagedException>(() => OpenAsync(fixture, "wrong horse"));

        Assert.Equal($"{damaged}", damage.Object);
    }

    [Theory]
    [InlineData("""{"kdf":"scrypt","N":1073741824,"r":1073741824,"p":8,"salt":"AA==","data":"AA=="}""")]
    [InlineData("""{"kdf":"scrypt","N":-1,"r":8,"p":1,"salt":"AA==","data":"AA=="}""")]
    [InlineData("""{"kdf":"scrypt","N":16,"r":1,"p":1,"salt":"AA==","data":"AA=="}""")]
    [InlineData("""{"kdf":"md5","N":16,"r":1,"p":1,"salt":"AA==","data":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}""")]
    [InlineData("""{"kdf":"scrypt","N":16,"r":1,"p":1,"salt":null,"data":null}""")]
    [InlineData("""{"kdf":"scrypt","N":16,"r":1,"p":1,"salt":"?","data":"?"}""")]
    [InlineData("[]")]
    [InlineData("null")]
    public async Task A_hostile_key_is_damage_and_costs_nothing(string json)
    {
        await using RepositoryFixture fixture = await RepositoryFixture.CreateAsync();
        await PutAsync(fixture, json);

        await Assert.ThrowsAsync<RepositoryDamagedException>(() => OpenAsync(fixture, "wrong horse"));
    }

    private static Task<ResticRepository> OpenAsync(RepositoryFixture fixture, string password) =>
        ResticRepository.OpenAsync(fixture.Storage, Encoding.UTF8.GetBytes(password), fixture.Options, CancellationToken.None);

    private static async Task<ObjectName> PutAsync(RepositoryFixture fixture, string json)
    {
        byte[] content = Encoding.UTF8.GetBytes(json);
        ObjectName name = new(ObjectKind.Key, ObjectId.Of(content));
        await fixture.Storage.PutAsync(name, content, CancellationToken.None);
        return name;
    }
}
