using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.State;

/// <summary>Keys in the database, each sealed under the state's own.</summary>
internal static class SealedKeyStore
{
    public static Secret? Find(StateConnection db, StateKey stateKey, string name) =>
        db.QueryFirst<byte[]>("SELECT sealed_key FROM sealed_key WHERE name = @name", new { name }) is { } box ? stateKey.Open(box, Purpose(name)) : null;

    public static void Insert(StateTransaction transaction, StateKey stateKey, string name, ReadOnlySpan<byte> key) =>
        transaction.Execute("INSERT INTO sealed_key (name, sealed_key) VALUES (@name, @box)", new { name, box = stateKey.Seal(key, Purpose(name)) });

    public static string Purpose(string name) => $"{name} key";
}
