using BackupAccess.Engine.Access;

namespace BackupAccess.Engine.Operations;

/// <summary>An operation that an act comes down to beside its own: who asks for the act needs the right to this one too, by whichever role.</summary>
/// <param name="Handler">The operation's.</param>
/// <param name="Targets">What it is decided on.</param>
internal readonly record struct IncludedAct(Handler Handler, Target[] Targets)
{
    /// <summary>The operation of a request type.</summary>
    public static IncludedAct Of<TRequest>(params Target[] targets) => new(OperationCatalogue.Handlers[OperationCatalogue.NumberOf<TRequest>()], targets);
}
