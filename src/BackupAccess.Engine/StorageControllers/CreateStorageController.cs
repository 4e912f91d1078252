using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.StorageControllers;

/// <summary>Registers a storage controller.</summary>
/// <param name="Name">What it is called here.</param>
/// <param name="Scheme">How it is spoken to.</param>
/// <param name="Address">A host's name or address.</param>
/// <param name="Port">Null for 443, or 80 over http.</param>
/// <param name="UserName">Whom to sign in as.</param>
/// <param name="Password">That one's.</param>
/// <param name="Trust">What its certificate is held to; null for the system's authorities, or for http.</param>
/// <param name="Administrators">Whether the user may be one that the controller comes with.</param>
public sealed record CreateStorageController(
    string Name,
    ControllerScheme Scheme,
    string Address,
    int? Port,
    string UserName,
    Secret Password,
    ControllerTrust? Trust,
    AdministratorAccounts Administrators) : IOperation<StorageController>;

internal sealed class CreateStorageControllerHandler : ChangeHandler<CreateStorageController, NoSubject, StorageController>
{
    public override void Validate(CreateStorageController request)
    {
        Names.RequireValid(StorageControllerLookup.Kind, request.Name);
        StorageControllerRules.RequirePlace(request.Address, request.Port);
        StorageControllerRules.RequireAccount(request.UserName, request.Password, request.Administrators);
        StorageControllerRules.RequireTrust(request.Scheme, request.Trust);
    }

    public override NoSubject Resolve(CreateStorageController request, OperationContext context) => new("storageController", request.Name);

    public override ISubject About(NoSubject subject, StorageController result) => subject with { Id = result.Name };

    public override StorageController Handle(CreateStorageController request, NoSubject subject, OperationContext context)
    {
        if (StorageControllerStore.Find(context.Db, request.Name) is { } other)
        {
            throw new ConflictException("AlreadyExists", $"There is a storage controller \"{other.Name}\" already.");
        }

        ControllerTrust? trust = StorageControllerRules.RequireTrust(request.Scheme, request.Trust);
        StorageControllerRow controller = new(
            request.Name,
            request.Scheme.ToString(),
            request.Address,
            request.Port ?? ControllerUrl.DefaultPort(request.Scheme),
            request.UserName,
            context.Services.Folder.Key.Seal(request.Password.Utf8.Span, StorageControllerStore.PurposeOf(request.Name)),
            trust?.Check.ToString(),
            trust?.Pin,
            trust?.Authority,
            context.Now);
        StorageControllerStore.Insert(context.Db, controller);
        context.Tell(StorageControllerRules.Describe(controller));
        return controller.Show(connectors: 0);
    }
}
