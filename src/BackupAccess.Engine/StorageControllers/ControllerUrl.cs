using System.Globalization;

namespace BackupAccess.Engine.StorageControllers;

/// <summary>Where a storage controller is spoken to.</summary>
internal static class ControllerUrl
{
    public static string Of(ControllerScheme scheme, string address, int port)
    {
        string host = Uri.CheckHostName(address) == UriHostNameType.IPv6 ? $"[{address}]" : address;
        return string.Create(CultureInfo.InvariantCulture, $"{(scheme == ControllerScheme.Http ? "http" : "https")}://{host}:{port}");
    }

    public static int DefaultPort(ControllerScheme scheme) => scheme == ControllerScheme.Http ? 80 : 443;
}
