using BackupAccess.Repository.Storage;

namespace BackupAccess.Repository.Tests.Storage;

public sealed class LocalFailureTests
{
    private const string What = "\"config\" in \"/repository\"";

    [Theory]
    [InlineData(28, typeof(StorageFullException), "no room is left")]
    [InlineData(122, typeof(StorageFullException), "the disk quota is used up")]
    [InlineData(30, typeof(StorageReadOnlyException), "the file system is read-only")]
    public void A_refusal_that_only_a_person_can_end_has_its_own_type(int error, Type type, string reason)
    {
        StorageException failure = LocalFailure.Of(What, new IOException("?", error));

        Assert.IsType(type, failure);
        Assert.Equal($"{What} is out of reach: {reason}.", failure.Message);
        Assert.False(failure.IsTransient);
    }

    [Fact]
    public void A_denial_is_told_apart()
    {
        StorageException failure = LocalFailure.Of(What, new UnauthorizedAccessException("?", new IOException("?", 13)));

        Assert.IsType<StorageDeniedException>(failure);
        Assert.False(failure.IsTransient);
    }

    [Theory]
    [InlineData(110, true)]
    [InlineData(116, true)]
    [InlineData(5, false)]
    public void A_server_that_is_away_may_come_back_and_a_bad_disk_won_t(int error, bool isTransient)
    {
        Assert.Equal(isTransient, LocalFailure.Of(What, new IOException("?", error)).IsTransient);
    }
}
