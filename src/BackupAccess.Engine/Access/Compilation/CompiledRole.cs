using BackupAccess.Engine.Roles;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Access.Compilation;

/// <summary>A role's definition, compiled: its operations as bits and its reach. One for all who hold the role.</summary>
internal sealed record CompiledRole(
    string Name,
    OperationSet Operations,
    ConnectorReach Connectors,
    ProfileReach Profiles,
    AccountReach Accounts,
    UserReach Users)
{
    /// <summary>When a permission of it ends, from when on it is <see cref="Then"/>; never for most.</summary>
    public long Ends { get; init; } = UnixTime.Never;

    /// <summary>The role without what has ended by then; null where nothing of it ends.</summary>
    public CompiledRole? Then { get; init; }

    /// <summary>What the role is, and what it will be once one permission after the other has ended.</summary>
    public IEnumerable<CompiledRole> Stages
    {
        get
        {
            for (CompiledRole? stage = this; stage is not null; stage = stage.Then)
            {
                yield return stage;
            }
        }
    }

    /// <summary>The role as it is at a moment.</summary>
    public CompiledRole At(long now) => now < Ends ? this : Then!.At(now);

    /// <summary>
    /// This stage as held by who is assigned the role until a time. Every stage is held at once, the wider for less long, so
    /// that a decision asks of each no more than whether it has ended.
    /// </summary>
    public RoleHolding HeldUntil(long until) => new(this, Math.Min(Ends, until));

    /// <summary>Whether connector grants mean anything by it.</summary>
    public bool MakesGrantsCount => Connectors == ConnectorReach.Granted && Operations.Count > 0;
}
