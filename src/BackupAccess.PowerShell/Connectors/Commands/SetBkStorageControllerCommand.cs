using System.Management.Automation;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.StorageControllers;
using BackupAccess.PowerShell.Access;
using BackupAccess.PowerShell.Binding;
using BackupAccess.PowerShell.Completion;
using BackupAccess.PowerShell.Session;

namespace BackupAccess.PowerShell.Connectors.Commands;

/// <summary>Changes storage controllers: the account, and with it where they are and what their certificates are held to.</summary>
[Cmdlet(VerbsCommon.Set, "BkStorageController", SupportsShouldProcess = true)]
[OutputType(typeof(StorageController))]
public sealed class SetBkStorageControllerCommand : BkApprovableCmdlet
{
    private static readonly string[] s_settings =
        [nameof(Address), nameof(Credential), nameof(Scheme), nameof(Port), nameof(CertificateAuthority), nameof(CertificatePin), nameof(SkipCertificateCheck)];

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(StorageControllerCompleter))]
    [NamedObject]
    public ObjectName[] Controller { get; set; } = [];

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Address { get; set; }

    [Parameter]
    [Credential]
    public PSCredential? Credential { get; set; }

    [Parameter]
    public ControllerScheme? Scheme { get; set; }

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

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void BeginProcessing()
    {
        if (!s_settings.Any(IsBound))
        {
            Refuse("Nothing is named to change.");
        }
    }

    protected override void ProcessRecord()
    {
        foreach (ObjectName controller in Controller)
        {
            if (ShouldProcess($"{controller}", "Change storage controller"))
            {
                Attempt(controller, () => Change(controller));
            }
        }
    }

    private void Change(ObjectName controller)
    {
        using Secret? password = Credential?.Password.ToSecret();
        bool? skip = IsBound(nameof(SkipCertificateCheck)) ? SkipCertificateCheck.ToBool() : null;
        ControllerTrust? trust = ControllerTrusts.Of(CertificateAuthority is null ? null : FullPath(CertificateAuthority), CertificatePin, skip);
        AdministratorAccounts administrators = Force ? AdministratorAccounts.Accepted : AdministratorAccounts.Refused;
        StorageController changed = Invoke(new UpdateStorageController(controller.Text, Scheme, Address, Port, Credential?.UserName, password, trust, administrators));
        foreach (string warning in ControllerTrusts.WarningsOf(changed))
        {
            WriteWarning(warning);
        }

        Emit(changed, when: PassThru);
    }

    private bool IsBound(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);
}
