using BackupAccess.Engine.Operations;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Catalogue;

/// <summary>
/// Brings back accounts that the state doesn't know from the records beside their repositories: UUIDs, connectors,
/// owners, settings, repository passwords, backups and locks. What can't be read is told, and stays as it is.
/// </summary>
public sealed record AdoptAccounts(WorkMode Mode) : IOperation<IReadOnlyList<CatalogueUpdate>>;

internal sealed class AdoptAccountsHandler : WorkHandler<AdoptAccounts, NoSubject, IReadOnlyList<CatalogueUpdate>>
{
    public override bool ChangesState => true;

    public override string? ReasonOf(AdoptAccounts request) => request.Mode == WorkMode.Preview ? "preview" : null;

    /// <summary>Connectors and owners come back with the accounts, whoever may see them now: that is Administrator's to do.</summary>
    public override NoSubject Resolve(AdoptAccounts request, OperationContext context) =>
        context.Allows(Access.Target.None) && !context.IsAdministrator
            ? throw context.Refuse(target: null, "what a lost state left is Administrator's to bring back")
            : new NoSubject("catalogue");

    public override async Task<Func<StateConnection, IReadOnlyList<CatalogueUpdate>>> WorkAsync(
        AdoptAccounts request, NoSubject subject, WorkContext context, CancellationToken cancellationToken)
    {
        IReadOnlyList<FoundAccount> found = await FoundAccounts.ReadAsync(context, cancellationToken).ConfigureAwait(false);
        if (request.Mode == WorkMode.Apply)
        {
            return db => Adoption.Apply(db, context.Services, found);
        }

        using StateTransaction trial = context.Services.Database.BeginImmediate();
        IReadOnlyList<CatalogueUpdate> updates = Adoption.Apply(trial, context.Services, found);
        return _ => updates;
    }
}
