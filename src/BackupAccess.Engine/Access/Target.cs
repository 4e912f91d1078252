namespace BackupAccess.Engine.Access;

/// <summary>One thing that an operation is decided on, with just the facts that a reach is judged by.</summary>
internal readonly record struct Target
{
    private Target(TargetKind kind) => Kind = kind;

    public TargetKind Kind { get; }

    /// <summary>The connector's number: the target itself, or the one that the account is on.</summary>
    public int Connector { get; private init; }

    /// <summary>The connector is a legacy one not yet restricted.</summary>
    public bool OpenLegacy { get; private init; }

    /// <summary>The connector has been removed: its orphans are for those who reach all accounts.</summary>
    public bool ConnectorRemoved { get; private init; }

    /// <summary>The account's owner; empty for nobody.</summary>
    public Guid Owner { get; private init; }

    /// <summary>The profile's number.</summary>
    public int Profile { get; private init; }

    public Guid User { get; private init; }

    public bool UserEnabled { get; private init; }

    public static Target None => new(TargetKind.None);

    public static Target Storage => new(TargetKind.Storage);

    public static Target Setting => new(TargetKind.Setting);

    public static Target OfProfile(int number) => new(TargetKind.Profile) { Profile = number };

    public static Target OfUser(Guid id, bool enabled) => new(TargetKind.User) { User = id, UserEnabled = enabled };

    public static Target OfConnector(int number, bool openLegacy) => new(TargetKind.Connector) { Connector = number, OpenLegacy = openLegacy };

    /// <summary>A backup is judged as its account is.</summary>
    public static Target OfAccount(int connector, bool openLegacy, Guid owner) =>
        new(TargetKind.Account) { Connector = connector, OpenLegacy = openLegacy, Owner = owner };

    public static Target OfOrphanOfRemovedConnector(int connector) => new(TargetKind.Account) { Connector = connector, ConnectorRemoved = true };
}
