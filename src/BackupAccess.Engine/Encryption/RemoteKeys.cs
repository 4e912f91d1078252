using System.Security.Cryptography;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Commands;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Encryption;

/// <summary>
/// An account's key where the key command keeps it. The command is run with <c>get</c>, <c>put</c> or <c>delete</c> and the
/// account's UUID after its own arguments; the key is on its standard output or input, and nowhere else.
/// </summary>
internal sealed class RemoteKeys
{
    private const int MaxBytes = 1024;

    private readonly AllowedCommand _command;
    private readonly AccountRow _account;

    private RemoteKeys(AllowedCommand command, AccountRow account)
    {
        _command = command;
        _account = account;
    }

    /// <exception cref="BackupFailedException">No key command is set, or it isn't in the list.</exception>
    public static RemoteKeys Of(EngineServices services, AccountRow account)
    {
        using StateConnection db = services.Database.Connect();
        string name = EncryptionSettings.KeyCommand.Read(db) ?? throw Failed(account, "no key command is set");
        try
        {
            return new RemoteKeys(CommandList.Require(services.Folder.Path, name, CommandPurpose.AccountKey), account);
        }
        catch (StateException e)
        {
            throw Failed(account, e.Message, e);
        }
    }

    /// <returns>Null where the command knows none.</returns>
    /// <exception cref="BackupFailedException">The command failed, or what it gave is no key.</exception>
    public Secret? Find()
    {
        byte[] output = Run("get", []);
        try
        {
            ReadOnlySpan<byte> key = output.AsSpan().TrimEnd("\r\n"u8);
            return key.IsEmpty ? null
                : key.Length <= MaxBytes && key.IndexOfAnyInRange((byte)0, (byte)31) < 0 ? new Secret(key)
                : throw Failed(_account, $"what the command \"{_command.Name}\" gave is no key");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(output);
        }
    }

    /// <exception cref="BackupFailedException">The command failed, or knows none.</exception>
    public Secret Get() => Find() ?? throw Failed(_account, $"the command \"{_command.Name}\" knows none");

    /// <summary>Puts a key there, in place of the one that is there, and sees that it is what is given back.</summary>
    /// <exception cref="BackupFailedException">The command failed, or gives back another.</exception>
    public void Put(Secret key)
    {
        byte[] line = [.. key.Utf8.Span, (byte)'\n'];
        try
        {
            Run("put", line);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(line);
        }

        using Secret? kept = Find();
        if (kept is null || !CryptographicOperations.FixedTimeEquals(kept.Utf8.Span, key.Utf8.Span))
        {
            throw Failed(_account, $"the command \"{_command.Name}\" doesn't give back what was put there");
        }
    }

    /// <summary>Deletes the key, and sees that it is gone; one that isn't there is gone already.</summary>
    /// <exception cref="BackupFailedException">The command failed, or gives the key still.</exception>
    public void Delete()
    {
        Run("delete", []);
        using Secret? kept = Find();
        if (kept is not null)
        {
            throw Failed(_account, $"the command \"{_command.Name}\" gives it still after deleting it");
        }
    }

    /// <summary>The failure of an account's key to be had from where it is kept.</summary>
    public static BackupFailedException Failed(AccountRow account, string why, Exception? inner = null) =>
        new("KeyCommandFailed", $"The key command fails for the encryption key of \"{account.Path}\": {why.TrimEnd('.')}.", inner);

    private byte[] Run(string verb, ReadOnlySpan<byte> input)
    {
        try
        {
            return CommandRun.Run(_command with { Arguments = [.. _command.Arguments, verb, _account.Id] }, input);
        }
        catch (StateException e)
        {
            throw Failed(_account, e.Message, e);
        }
    }
}
