namespace BackupAccess.Engine.Expiry;

/// <summary>Something that may end at a time, and how the audit log tells of it.</summary>
/// <param name="Operation">What the log calls the end.</param>
/// <param name="Kind">The kind of its object.</param>
/// <param name="Table">Where the state keeps it.</param>
/// <param name="Key">The table's primary key.</param>
/// <param name="Until">The column of its end.</param>
/// <param name="Recorded">The column of the end that has been told of.</param>
internal sealed record Ending(string Operation, string Kind, string Table, string Key, string Until, string Recorded)
{
    /// <summary>The object's id, as SQL over the table's columns.</summary>
    public required string Id { get; init; }

    /// <summary>The object's name.</summary>
    public required string Name { get; init; }

    /// <summary>What is told of it beside the end; empty for nothing.</summary>
    public string Told { get; init; } = "''";

    /// <summary>The kind of what the user whose it was had it on; null for nothing.</summary>
    public string? OtherKind { get; init; }

    /// <summary>The user whose it was, where that isn't the object: id and name.</summary>
    public (string Id, string Name) User { get; init; } = ("NULL", "NULL");

    /// <summary>What the user had it on: id and name.</summary>
    public (string Id, string Name) Other { get; init; } = ("NULL", "NULL");

    /// <summary>Whether it ends by a clock that is believed only.</summary>
    public bool IsLock { get; init; }

    /// <summary>What has ended and wasn't told of; the index of the table is for the same words.</summary>
    public string Due => $"{Until} <= @now AND ({Recorded} IS NULL OR {Recorded} <> {Until})";

    /// <summary>Some of what has ended, those that ended first, and from now on told of.</summary>
    public string Take => $"""
        UPDATE {Table} SET {Recorded} = {Until}
        WHERE ({Key}) IN (SELECT {Key} FROM {Table} WHERE {Due} ORDER BY {Until} LIMIT @limit)
        RETURNING {Id} AS Id, {Name} AS Name, {Told} AS Told, {Until} AS Until,
            {User.Id} AS UserId, {User.Name} AS UserName, {Other.Id} AS OtherId, {Other.Name} AS OtherName
        """;
}
