using BackupAccess.Engine.Access;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.StorageControllers;

/// <summary>
/// Changes a storage controller; what is null stays. What decides who gets the password (scheme, address, port, the
/// certificate's check) is changed together with the account, so that nobody has a password sent who doesn't know it.
/// </summary>
public sealed record UpdateStorageController(
    string Controller,
    ControllerScheme? Scheme,
    string? Address,
    int? Port,
    string? UserName,
    Secret? Password,
    ControllerTrust? Trust,
    AdministratorAccounts Administrators) : IOperation<StorageController>;

internal sealed class UpdateStorageControllerHandler : ChangeHandler<UpdateStorageController, StorageControllerSubject, StorageController>
{
    public override IReadOnlyList<TargetKind> Targets => [TargetKind.Connector];

    public override UnnamedTarget Unnamed => UnnamedTarget.Nothing;

    public override void Validate(UpdateStorageController request)
    {
        StorageControllerRules.RequirePlace(request.Address, request.Port);
        if (request.UserName is null != request.Password is null)
        {
            throw new InvalidRequestException("InvalidValue", "A user name and a password to sign in to a storage controller go together.");
        }

        if (request.UserName is not null)
        {
            StorageControllerRules.RequireAccount(request.UserName, request.Password!, request.Administrators);
        }
        else if (request.Scheme is not null || request.Address is not null || request.Port is not null || request.Trust is not null)
        {
            throw new InvalidRequestException("InvalidValue", "Where a storage controller is, and what its certificate is held to, changes together with the user name and the password.");
        }
    }

    public override StorageControllerSubject Resolve(UpdateStorageController request, OperationContext context) => StorageControllerLookup.Resolve(context, request.Controller);

    public override StorageController Handle(UpdateStorageController request, StorageControllerSubject subject, OperationContext context)
    {
        StorageControllerRow controller = subject.Controller;
        ControllerScheme scheme = request.Scheme ?? controller.ControllerScheme;
        bool keepsTrust = request.Trust is null && scheme == controller.ControllerScheme;
        ControllerTrust? trust = keepsTrust ? null : StorageControllerRules.RequireTrust(scheme, request.Trust);
        StorageControllerRow changed = controller with
        {
            Scheme = scheme.ToString(),
            Address = request.Address ?? controller.Address,
            Port = request.Port ?? (scheme == controller.ControllerScheme ? controller.Port : ControllerUrl.DefaultPort(scheme)),
            UserName = request.UserName ?? controller.UserName,
            SealedPassword = request.Password is { } password
                ? context.Services.Folder.Key.Seal(password.Utf8.Span, StorageControllerStore.PurposeOf(controller.Name))
                : controller.SealedPassword,
            CertificateCheck = keepsTrust ? controller.CertificateCheck : trust?.Check.ToString(),
            CertificatePin = keepsTrust ? controller.CertificatePin : trust?.Pin,
            CertificateAuthority = keepsTrust ? controller.CertificateAuthority : trust?.Authority,
        };
        StorageControllerStore.Update(context.Db, changed);
        context.Tell(StorageControllerRules.Describe(changed));
        return StorageControllerLookup.Show(context.Db, changed);
    }
}
