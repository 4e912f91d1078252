using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.DesiredState.Kinds;

/// <summary>A kind of object: how documents declare it, and what it takes to have it as they say.</summary>
internal abstract class DeclaredKind
{
    /// <summary>The kinds, in the order in which what they declare depends on each other.</summary>
    public static IReadOnlyList<DeclaredKind> BeforeAccess { get; } = [new TagKind(), new PriorityGroupKind(), new PolicyKind(), new ConditionKind()];

    /// <inheritdoc cref="BeforeAccess"/>
    public static IReadOnlyList<DeclaredKind> AfterAccess { get; } = [new SchedulesKind(), new ConfigurationKind(), new SettingsKind()];

    public static IEnumerable<DeclaredKind> All => BeforeAccess.Concat(AfterAccess);

    /// <summary>The field of a document that holds the declarations, as <c>policies</c>.</summary>
    public abstract string Field { get; }

    /// <summary>One object's kind, as <c>policy</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>Reads the declarations of a document.</summary>
    public virtual IEnumerable<Declaration> Read(MapReader document) => document.Maps(Field).Select(entry =>
    {
        Declaration declaration = ReadEntry(entry);
        entry.Finish();
        return declaration;
    });

    /// <summary>Holds a declaration to the rules that need no state.</summary>
    /// <exception cref="InvalidRequestException">It doesn't keep one.</exception>
    public abstract void Check(Declaration declared);

    /// <exception cref="AccessDeniedException">The caller may not read such objects.</exception>
    public abstract void RequireReadable(OperationContext context);

    public abstract void Plan(Declaration declared, IPlan plan);

    /// <summary>Writes the objects that there are as declarations.</summary>
    public abstract void Export(OperationContext context, StateYaml yaml);

    protected abstract Declaration ReadEntry(MapReader entry);

    /// <exception cref="AccessDeniedException">The caller may not do the operation that lists such objects.</exception>
    protected void Require<TList>(OperationContext context, Access.Target target)
    {
        if (!context.Allows<TList>(target))
        {
            throw context.Refuse(target: null, $"comparing {Field} needs the right to list them");
        }
    }
}
