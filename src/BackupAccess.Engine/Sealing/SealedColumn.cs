namespace BackupAccess.Engine.Sealing;

/// <summary>A column of the database whose values are sealed under the state's key. Such columns are named <c>sealed_…</c>.</summary>
/// <param name="Table">The table.</param>
/// <param name="Key">The column, a text, that tells the rows apart.</param>
/// <param name="Name">The column.</param>
/// <param name="Purpose">What a row's value is sealed for, by its key.</param>
internal sealed record SealedColumn(string Table, string Key, string Name, Func<string, string> Purpose);
