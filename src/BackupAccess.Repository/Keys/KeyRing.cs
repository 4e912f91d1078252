using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using BackupAccess.Repository.Crypto;
using BackupAccess.Repository.Storage;
using BackupAccess.Repository.Unpacked;

namespace BackupAccess.Repository.Keys;

/// <summary>The key objects of one repository.</summary>
internal sealed class KeyRing(IStorage storage)
{
    private const int SaltSize = 64;

    /// <summary>A thousand times what clients write.</summary>
    private const int LargestFile = 1024 * 1024;

    /// <summary>Finds the key that opens with a password. A damaged key hides no good one.</summary>
    /// <exception cref="WrongPasswordException">None opens.</exception>
    /// <exception cref="RepositoryDamagedException">None opens, and one can't be read.</exception>
    public async Task<(ObjectId Id, MasterKey Master)> OpenAsync(ReadOnlyMemory<byte> password, CancellationToken cancellationToken)
    {
        RepositoryDamagedException? damage = null;
        await foreach (StoredObject stored in storage.ListAsync(ObjectKind.Key, cancellationToken).ConfigureAwait(false))
        {
            try
            {
                KeyFile file = await LoadAsync(stored.Name, cancellationToken).ConfigureAwait(false);
                if (TryOpen(stored.Name, file, password.Span) is MasterKey master)
                {
                    return (stored.Name.Id, master);
                }
            }
            catch (RepositoryDamagedException e)
            {
                damage ??= e;
            }
        }

        throw damage as RepositoryException ?? new WrongPasswordException(storage.Location);
    }

    /// <summary>Adds a key that opens with a password to the same master key.</summary>
    public async Task<ObjectId> AddAsync(MasterKey master, ReadOnlyMemory<byte> password, RepositoryOptions options, CancellationToken cancellationToken)
    {
        KeyFile file = Seal(master, password.Span, options);
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(file, RepositoryJson.Plain.KeyFile);
        ObjectId id = ObjectId.Of(json);
        await storage.PutAsync(new ObjectName(ObjectKind.Key, id), json, cancellationToken).ConfigureAwait(false);
        return id;
    }

    public async IAsyncEnumerable<RepositoryKey> ListAsync(ObjectId current, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (StoredObject stored in storage.ListAsync(ObjectKind.Key, cancellationToken).ConfigureAwait(false))
        {
            KeyFile file = await LoadAsync(stored.Name, cancellationToken).ConfigureAwait(false);
            yield return new RepositoryKey(stored.Name.Id, file.Created, file.Username, file.Hostname, IsCurrent: stored.Name.Id == current);
        }
    }

    /// <summary>Reads every key object; what one of them fails with is told and hides no other.</summary>
    public async Task CheckAsync(Action<ObjectName, RepositoryException> onDamage, CancellationToken cancellationToken)
    {
        await foreach (StoredObject stored in storage.ListAsync(ObjectKind.Key, cancellationToken).ConfigureAwait(false))
        {
            try
            {
                ThrowIfUnusable(stored.Name, await LoadAsync(stored.Name, cancellationToken).ConfigureAwait(false));
            }
            catch (ObjectNotFoundException)
            {
                // Removed since it was listed.
            }
            catch (RepositoryException e)
            {
                onDamage(stored.Name, e);
            }
        }
    }

    public Task RemoveAsync(ObjectId id, CancellationToken cancellationToken) =>
        storage.DeleteAsync(new ObjectName(ObjectKind.Key, id), cancellationToken);

    private async Task<KeyFile> LoadAsync(ObjectName name, CancellationToken cancellationToken)
    {
        byte[] json = await storage.GetAsync(name, LargestFile, cancellationToken).ConfigureAwait(false);
        if (ObjectId.Of(json) != name.Id)
        {
            throw new RepositoryDamagedException($"{name}", "its content doesn't match its name");
        }

        return JsonFile.Parse(name, json, RepositoryJson.Plain.KeyFile);
    }

    private static void ThrowIfUnusable(ObjectName name, KeyFile file)
    {
        if (file.Kdf != KeyFile.Scrypt || !Scrypt.IsAllowed(file.N, file.R, file.P) || file.Data.Length < MasterKey.Overhead)
        {
            throw new RepositoryDamagedException($"{name}", "its key derivation is unknown or out of bounds");
        }
    }

    /// <summary>The master key, or null when the password isn't this key's.</summary>
    private static MasterKey? TryOpen(ObjectName name, KeyFile file, ReadOnlySpan<byte> password)
    {
        ThrowIfUnusable(name, file);
        using MasterKey user = Derive(password, file.Salt, file.N, file.R, file.P);
        byte[] json = new byte[file.Data.Length - MasterKey.Overhead];
        if (!user.TryOpen(file.Data, json))
        {
            return null;
        }

        MasterKeyFile content = JsonFile.Parse(name, json, RepositoryJson.Plain.MasterKeyFile);
        MasterKey? master = content.ToKey();
        content.Clear();
        CryptographicOperations.ZeroMemory(json);
        return master ?? throw new RepositoryDamagedException($"{name}", "it holds no usable master key");
    }

    private static KeyFile Seal(MasterKey master, ReadOnlySpan<byte> password, RepositoryOptions options)
    {
        (int n, int r, int p) = options.KeyDerivation;
        byte[] salt = RandomNumberGenerator.GetBytes(SaltSize);
        using MasterKey user = Derive(password, salt, n, r, p);

        MasterKeyFile content = MasterKeyFile.From(master);
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(content, RepositoryJson.Plain.MasterKeyFile);
        byte[] data = new byte[json.Length + MasterKey.Overhead];
        user.Seal(json, data);
        content.Clear();
        CryptographicOperations.ZeroMemory(json);

        return new KeyFile
        {
            Created = options.TimeProvider.GetLocalNow(),
            Username = options.Client.Username,
            Hostname = options.Client.Hostname,
            Kdf = KeyFile.Scrypt,
            N = n,
            R = r,
            P = p,
            Salt = salt,
            Data = data,
        };
    }

    private static MasterKey Derive(ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt, int n, int r, int p)
    {
        byte[] key = Scrypt.DeriveKey(password, salt, n, r, p, MasterKey.Size);
        MasterKey derived = new(key);
        CryptographicOperations.ZeroMemory(key);
        return derived;
    }
}
