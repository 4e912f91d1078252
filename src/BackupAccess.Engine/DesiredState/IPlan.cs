using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.DesiredState;

/// <summary>A plan that is being made.</summary>
internal interface IPlan
{
    /// <summary>The state as the caller may know it.</summary>
    OperationContext Context { get; }

    /// <summary>Adds a change and how it is made; a change of no field is none.</summary>
    void Add(StateAction action, string kind, string name, FieldChanges fields, Action<OperationContext> apply);

    /// <summary>Adds what is wrong with a declaration.</summary>
    void Report(Position at, string id, string message);

    /// <summary>Whether another declaration of the documents makes an object.</summary>
    bool IsDeclared(string kind, string name);
}
