using System.Management.Automation;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.StorageControllers;
using BackupAccess.PowerShell.Session;

namespace BackupAccess.PowerShell.Connectors.Commands;

/// <summary>Registers a storage controller.</summary>
[Cmdlet(VerbsCommon.New, "BkStorageController", SupportsShouldProcess = true)]
[OutputType(typeof(StorageController))]
public sealed class NewBkStorageControllerCommand : BkApprovableCmdlet
{
    [Parameter(Mandatory = true, Position = 0)]
    public string Name { get; set; } = "";

    [Parameter(Mandatory = true, Position = 1)]
    public string Address { get; set; } = "";

    [Parameter(Mandatory = true, Position = 2)]
    [Credential]
    public PSCredential Credential { get; set; } = PSCredential.Empty;

    [Parameter]
    public ControllerScheme Scheme { get; set; } = ControllerScheme.Https;

    [Parameter]
    public int? Port { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CertificateAuthority { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CertificatePin { get; set; }

    [Parameter]
    public SwitchParameter SkipCertificateCheck { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void ProcessRecord()
    {
        if (ShouldProcess(Name, "Register storage controller"))
        {
            Attempt(Name, () =>
            {
                using Secret password = Credential.Password.ToSecret();
                ControllerTrust? trust = ControllerTrusts.Of(CertificateAuthority is null ? null : FullPath(CertificateAuthority), CertificatePin, SkipCertificateCheck ? true : null);
                AdministratorAccounts administrators = Force ? AdministratorAccounts.Accepted : AdministratorAccounts.Refused;
                StorageController controller = Invoke(new CreateStorageController(Name, Scheme, Address, Port, Credential.UserName, password, trust, administrators));
                foreach (string warning in ControllerTrusts.WarningsOf(controller))
                {
                    WriteWarning(warning);
                }

                Emit(controller);
            });
        }
    }
}
