using BackupAccess.Engine.Access;

namespace BackupAccess.Engine.Operations;

/// <summary>What carries an operation out once the door has let it pass.</summary>
internal abstract class Handler
{
    protected Handler(Type request)
    {
        RequestType = request;
        Name = char.ToLowerInvariant(request.Name[0]) + request.Name[1..];
    }

    public Type RequestType { get; }

    /// <summary>The operation's public name.</summary>
    public string Name { get; }

    /// <summary>The operation's bit in an <see cref="OperationSet"/>; the catalogue gives it.</summary>
    public int Number { get; set; }

    public abstract OperationEffect Effect { get; }

    /// <summary>The kinds of object that the operation is decided on, for those who look it up.</summary>
    public virtual IReadOnlyList<TargetKind> Targets => [TargetKind.None];

    /// <summary>What a question about access means that names no target.</summary>
    public virtual UnnamedTarget Unnamed =>
        Targets.All(kind => kind is TargetKind.None or TargetKind.Setting) ? UnnamedTarget.Nothing : UnnamedTarget.Missing;

    /// <summary>Whether a request may do without the user among its targets.</summary>
    public virtual bool MayLackUser => false;

    /// <summary>What a request comes down to beside the operation itself.</summary>
    public virtual IReadOnlyList<IncludedAct> IncludedIn(object request, ISubject subject) => [];

    /// <summary>Whether backups, or what is left of them, can be gone for good after it.</summary>
    public virtual bool DestroysBackups => false;
}
