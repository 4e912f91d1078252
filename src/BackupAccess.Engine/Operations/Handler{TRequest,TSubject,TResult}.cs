namespace BackupAccess.Engine.Operations;

/// <summary>The two steps before the decision, the same for every kind of handler.</summary>
internal abstract class Handler<TRequest, TSubject, TResult>() : Handler<TResult>(typeof(TRequest))
    where TRequest : IOperation<TResult>
    where TSubject : ISubject
{
    /// <summary>Refuses a value that can't be right, before anything is looked up.</summary>
    /// <exception cref="InvalidRequestException">A value can't be right.</exception>
    public virtual void Validate(TRequest request)
    {
    }

    /// <summary>Finds what the request is about, among what the caller may know of.</summary>
    /// <exception cref="NotFoundException">There is none, or none that the caller may know of.</exception>
    public abstract TSubject Resolve(TRequest request, OperationContext context);

    public sealed override IReadOnlyList<IncludedAct> IncludedIn(object request, ISubject subject) => Includes((TRequest)request, (TSubject)subject);

    /// <inheritdoc cref="Handler.IncludedIn"/>
    protected virtual IReadOnlyList<IncludedAct> Includes(TRequest request, TSubject subject) => [];

    /// <summary>Refuses what can be seen to fail: nobody is asked to approve that. A change needs none, since it is tried.</summary>
    /// <exception cref="EngineException">It would fail.</exception>
    public virtual void RequirePossible(TRequest request, TSubject subject, OperationContext context)
    {
    }

    /// <summary>What the act was about once it is done: what it has made has its id only then.</summary>
    public virtual ISubject About(TSubject subject, TResult result) => subject;
}
