using System.Management.Automation;
using BackupAccess.Engine.Passwords;

namespace BackupAccess.PowerShell.Users.Commands;

/// <summary>Shows what passwords are held to.</summary>
[Cmdlet(VerbsCommon.Get, "BkPasswordPolicy")]
[OutputType(typeof(PasswordPolicy))]
public sealed class GetBkPasswordPolicyCommand : BkCmdlet
{
    protected override void ProcessRecord() => Attempt(target: null, () => Emit(Invoke(new GetPasswordPolicy())));
}
