namespace BackupAccess.Engine.Priorities;

/// <summary>Where in the queue work on an account stands: four numbers, the lower the sooner. A class, since a record can have no <c>Clone</c>.</summary>
public sealed class PriorityGroup
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public required int Backup { get; init; }

    public required int Clone { get; init; }

    public required int Restore { get; init; }

    public required int Download { get; init; }

    /// <summary>Accounts that carry one of these are in the group, unless they have a group of their own.</summary>
    public required IReadOnlyList<string> Tags { get; init; }

    /// <summary>The group of every account that no other group takes in.</summary>
    public required bool Default { get; init; }

    public required bool BuiltIn { get; init; }

    public override string ToString() => Name;
}
