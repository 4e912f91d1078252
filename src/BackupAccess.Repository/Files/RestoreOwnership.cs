using BackupAccess.Repository.Trees;

namespace BackupAccess.Repository.Files;

/// <summary>Who owns what is restored.</summary>
public abstract record RestoreOwnership
{
    private RestoreOwnership()
    {
    }

    /// <summary>The recorded ids, whoever has them today.</summary>
    public static RestoreOwnership Recorded { get; } = new AsRecorded();

    /// <summary>Whoever restores.</summary>
    public static RestoreOwnership Restorer { get; } = new AsCreated();

    /// <summary>
    /// What recorded users within the range own stays theirs, with its group where that is within its range, else with
    /// <paramref name="gid"/>. What anybody else owned stays whoever restores', so that nobody comes by another's file,
    /// and is told of.
    /// </summary>
    public static RestoreOwnership Within(IdRange uids, IdRange gids, uint gid) => new Confined(uids, gids, gid);

    /// <summary>One user and group, whoever owned it: for what belongs to somebody it never was stored as the file of.</summary>
    public static RestoreOwnership Given(uint uid, uint gid) => new ToOne(uid, gid);

    /// <summary>
    /// What recorded user <paramref name="from"/> owned becomes <paramref name="uid"/>'s and <paramref name="gid"/>'s: for a
    /// copy of one user's files for another. What anybody else owned stays whoever restores', and is told of.
    /// </summary>
    public static RestoreOwnership Mapped(uint from, uint uid, uint gid) => new FromOneToOne(from, uid, gid);

    /// <summary>The ids to give, or null to leave the file to whoever restores.</summary>
    internal abstract (uint Uid, uint Gid)? For(Node node);

    /// <summary>Whether the recorded owner is kept from it.</summary>
    internal virtual bool Withholds(Node node) => false;

    /// <summary>
    /// Whether a live directory may be restored into. Whoever owns the directory above can move another's into the place
    /// of one of their own, and would then have their files put among the other's.
    /// </summary>
    internal virtual bool MayEnter(Node node, uint liveOwner) => true;

    private sealed record AsRecorded : RestoreOwnership
    {
        internal override (uint Uid, uint Gid)? For(Node node) => (node.Uid, node.Gid);
    }

    private sealed record AsCreated : RestoreOwnership
    {
        internal override (uint Uid, uint Gid)? For(Node node) => null;
    }

    private sealed record ToOne(uint Uid, uint Gid) : RestoreOwnership
    {
        internal override (uint Uid, uint Gid)? For(Node node) => (Uid, Gid);

        internal override bool MayEnter(Node node, uint liveOwner) => liveOwner == Uid;
    }

    private sealed record FromOneToOne(uint From, uint Uid, uint Gid) : RestoreOwnership
    {
        internal override (uint Uid, uint Gid)? For(Node node) => Withholds(node) ? null : (Uid, Gid);

        internal override bool Withholds(Node node) => node.Uid != From;

        internal override bool MayEnter(Node node, uint liveOwner) => liveOwner == Uid;
    }

    private sealed record Confined(IdRange Uids, IdRange Gids, uint Gid) : RestoreOwnership
    {
        internal override (uint Uid, uint Gid)? For(Node node) =>
            Withholds(node) ? null : (node.Uid, Gids.Contains(node.Gid) ? node.Gid : Gid);

        internal override bool Withholds(Node node) => !Uids.Contains(node.Uid);

        internal override bool MayEnter(Node node, uint liveOwner) => Uids.Contains(liveOwner) || node.Uid == liveOwner;
    }
}
