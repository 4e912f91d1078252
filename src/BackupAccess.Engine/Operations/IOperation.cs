using System.Diagnostics.CodeAnalysis;

namespace BackupAccess.Engine.Operations;

/// <summary>
/// A request for one act. The request's type name in camelCase (<c>LockBackup</c>: <c>lockBackup</c>) is the operation's
/// public name, the base value that access is decided on.
/// </summary>
/// <typeparam name="TResult">What the act returns; an <see cref="IAsyncEnumerable{T}"/> where the list may be long.</typeparam>
[SuppressMessage("Design", "CA1040:Avoid empty interfaces", Justification = "The type argument is the contract: it ties a request to its result.")]
public interface IOperation<TResult>;
