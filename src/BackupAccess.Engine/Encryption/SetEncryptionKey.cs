using System.Globalization;
using BackupAccess.Engine.Access;
using BackupAccess.Engine.Accounts;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;
using BackupAccess.Engine.Storage;

namespace BackupAccess.Engine.Encryption;

/// <summary>
/// Says who keeps the key of an account's backups. Remote makes a new one that the owner is told this once, and Local one
/// that nobody is told; what opened the repositories before opens none of them any more.
/// </summary>
/// <param name="Account">The account.</param>
/// <param name="Location">Who is to keep the key.</param>
/// <param name="EncryptionKey">The key as it is, where the owner keeps it.</param>
public sealed record SetEncryptionKey(AccountReference Account, KeyLocation Location, Secret? EncryptionKey) : IOperation<NewEncryptionKey>;

internal sealed class SetEncryptionKeyHandler : WorkHandler<SetEncryptionKey, AccountRow, NewEncryptionKey>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Account];

    public override bool ChangesState => true;

    public override string? ReasonOf(SetEncryptionKey request) => $"to {request.Location}";

    public override string? ToldOf(NewEncryptionKey result) => result.RemovedDownloads == 0
        ? null
        : string.Create(CultureInfo.InvariantCulture, $"to {result.Location}, stored downloads removed: {result.RemovedDownloads}");

    public override AccountRow Resolve(SetEncryptionKey request, OperationContext context) => AccountLookup.Find(context, request.Account);

    public override void RequirePossible(SetEncryptionKey request, AccountRow account, OperationContext context)
    {
        RequireChangeable(AccountKey.Of(context.Db, account), request, account);
        if (request.Location == KeyLocation.Remote)
        {
            _ = RemoteKeys.Of(context.Services, account);
        }
        else if (account.Backups > 0)
        {
            CallerKey.RequireGiven(context.Db, account, request.EncryptionKey);
        }
    }

    public override Task PrepareAsync(SetEncryptionKey request, AccountRow account, WorkContext context, CancellationToken cancellationToken) =>
        context.TakeLeaseAsync(account, "change encryption key", cancellationToken);

    public override async Task<Func<StateConnection, NewEncryptionKey>> WorkAsync(SetEncryptionKey request, AccountRow account, WorkContext context, CancellationToken cancellationToken)
    {
        AccountKey key = Read(context.Services, account);
        RequireChangeable(key, request, account);
        return await context.Lease!.RunAsync(
            async stop =>
            {
                IReadOnlyList<StorageRow> places = await AccountPlaces.WritableAsync(context.Services, account, stop).ConfigureAwait(false);
                return request.Location == KeyLocation.Remote
                    ? await new MoveToOwner(account, key, places, context).RunAsync(stop).ConfigureAwait(false)
                    : await new MoveToEngine(account, key, places, context).RunAsync(request.EncryptionKey, stop).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
    }

    private static AccountKey Read(EngineServices services, AccountRow account)
    {
        using StateConnection db = services.Database.Connect();
        return AccountKey.Of(db, account);
    }

    /// <exception cref="ConflictException">The key is being reset, or is the owner's already.</exception>
    private static void RequireChangeable(AccountKey key, SetEncryptionKey request, AccountRow account)
    {
        if (key.ResetAt is { } reset)
        {
            throw new ConflictException("Conflict", $"The encryption key of \"{account.Path}\" is to be reset at {reset.ToTime():u}.");
        }

        if (request.Location == KeyLocation.Remote && key is { IsRemote: true, Repositories: > 0 })
        {
            throw new ConflictException("Conflict", $"The encryption key of \"{account.Path}\" is Remote already: another is made by way of Local.");
        }
    }
}
