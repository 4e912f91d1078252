using BackupAccess.Repository.Packs;

namespace BackupAccess.Repository.Tests.Packs;

/// <summary>How much garbage piles up, whatever the processor's caches are.</summary>
[Collection(nameof(AloneCollection))]
public sealed class GarbagePaceTests
{
    private const int Size = 1024;

    [Fact]
    public void Garbage_is_collected_each_eight_megabytes_at_the_latest()
    {
        int before = GC.CollectionCount(generation: 0);
        for (int allocated = 0; allocated < 128 * 1024 * 1024; allocated += Size)
        {
            GC.KeepAlive(new byte[Size]);
            GarbagePace.Keep();
        }

        // A collection of the runtime's own begins the count anew, at the next look.
        Assert.True(GC.CollectionCount(generation: 0) - before >= 8);
    }

    [Fact]
    public void Little_garbage_is_left_alone()
    {
        GC.Collect();
        GarbagePace.Keep();
        int before = GC.CollectionCount(generation: 0);
        for (int i = 0; i < 1000; i++)
        {
            GarbagePace.Keep();
        }

        Assert.Equal(before, GC.CollectionCount(generation: 0));
    }
}
