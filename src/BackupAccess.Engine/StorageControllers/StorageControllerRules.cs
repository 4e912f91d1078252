using System.Text;
using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.StorageControllers;

/// <summary>What a storage controller and the account on it may be.</summary>
internal static class StorageControllerRules
{
    private const int MaxUserName = 128;
    private const int MaxPassword = 1024;

    // The accounts that a controller comes with, which may do anything on it.
    private static readonly string[] s_administrators = ["root", "admin", "vsadmin"];

    /// <exception cref="InvalidRequestException">It can't be a host or a port.</exception>
    public static void RequirePlace(string? address, int? port)
    {
        // A numeric name is an address in disguise, which resolvers read each in their own way.
        if (address is not null && (Uri.CheckHostName(address) is UriHostNameType.Unknown or UriHostNameType.Basic || address.Contains('%', StringComparison.Ordinal)))
        {
            throw new InvalidRequestException("InvalidValue", $"\"{Names.Printable(address)}\" is no host.");
        }

        if (port is < 1 or > 65535)
        {
            throw new InvalidRequestException("InvalidValue", $"\"{port}\" is no port.");
        }
    }

    /// <exception cref="InvalidRequestException">It can't be signed in with, or the account may do anything on the controller.</exception>
    public static void RequireAccount(string userName, Secret password, AdministratorAccounts administrators)
    {
        if (userName.Length is 0 or > MaxUserName || !Names.IsPrintable(userName) || userName.Contains(':', StringComparison.Ordinal))
        {
            throw new InvalidRequestException("InvalidValue", $"\"{Names.Printable(userName)}\" is no user name: 1 to {MaxUserName} printable characters without a colon.");
        }

        if (password.Utf8.Length is 0 or > MaxPassword || !Names.IsPrintable(Encoding.UTF8.GetString(password.Utf8.Span)))
        {
            throw new InvalidRequestException("InvalidPassword", $"A storage controller's password has 1 to {MaxPassword} printable characters.");
        }

        if (administrators == AdministratorAccounts.Refused && IsAdministrator(userName))
        {
            throw new InvalidRequestException("AdministratorAccount", $"\"{userName}\" may do anything on a storage controller: backups have an account of their own there.");
        }
    }

    /// <summary>Whether it is an account that a controller comes with, whatever domain is named with it.</summary>
    public static bool IsAdministrator(string userName)
    {
        string local = userName[(userName.LastIndexOfAny(['\\', '/']) + 1)..];
        int at = local.IndexOf('@', StringComparison.Ordinal);
        return s_administrators.Contains((at < 0 ? local : local[..at]).Trim(), StringComparer.OrdinalIgnoreCase);
    }

    /// <returns>What is to be stored of it, in its one form.</returns>
    /// <exception cref="InvalidRequestException">It is no check that can be made.</exception>
    public static ControllerTrust? RequireTrust(ControllerScheme scheme, ControllerTrust? trust)
    {
        if (scheme == ControllerScheme.Http)
        {
            return trust is null ? null : throw new InvalidRequestException("InvalidValue", "There is no certificate to check over http.");
        }

        trust ??= ControllerTrust.System;
        bool isWhole = (trust.Check == CertificateCheck.Authority) == (trust.Authority is not null) && (trust.Check == CertificateCheck.Pin) == (trust.Pin is not null);
        if (!isWhole)
        {
            throw new InvalidRequestException("InvalidValue", "A certificate is checked in one way: by the system's authorities, by named ones, by a pin, or not at all.");
        }

        return trust with
        {
            Authority = trust.Authority is null ? null : ControllerCertificate.NormalizeAuthorities(trust.Authority),
            Pin = trust.Pin is null ? null : ControllerCertificate.NormalizePin(trust.Pin),
        };
    }

    /// <summary>What the audit log tells of a controller that is made or changed.</summary>
    public static string Describe(StorageControllerRow controller)
    {
        string check = controller.Check switch
        {
            null => "in clear",
            CertificateCheck.System => "certificate checked by the system's authorities",
            CertificateCheck.Authority => "certificate checked by named authorities",
            CertificateCheck.Pin => $"certificate pinned to {controller.CertificatePin}",
            _ => "certificate not checked",
        };
        string forced = IsAdministrator(controller.UserName) ? ", an administrator's account by force" : "";
        return $"{controller.Url}, as {Names.Printable(controller.UserName)}{forced}, {check}";
    }
}
