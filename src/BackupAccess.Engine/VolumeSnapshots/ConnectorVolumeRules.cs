using System.Text.RegularExpressions;
using BackupAccess.Engine.Connectors;
using BackupAccess.Engine.Operations;
using BackupAccess.Engine.StorageControllers;

namespace BackupAccess.Engine.VolumeSnapshots;

/// <summary>What a connector's volume may be. A storage controller's query takes more than names for names: nothing else gets through.</summary>
internal static partial class ConnectorVolumeRules
{
    public const int MostKept = 500;

    /// <exception cref="InvalidRequestException">A kind of connector lacks a volume that it has, or names one that it hasn't.</exception>
    public static void RequireFits(ConnectorKind kind, ConnectorVolume? volume)
    {
        if ((kind == ConnectorKind.Ontap) != (volume is not null))
        {
            throw new InvalidRequestException("InvalidValue", volume is null ? "A connector of kind Ontap has a storage controller and a volume." : $"A connector of kind {kind} has no volume of a storage controller.");
        }

        RequireValid(volume?.Volume, volume?.KeepSnapshots);
    }

    /// <exception cref="InvalidRequestException">It names no volume, or keeps what can't be kept.</exception>
    public static void RequireValid(string? volume, int? keep)
    {
        if (volume is not null && !Guid.TryParseExact(volume, "D", out _) && !Pattern().IsMatch(volume))
        {
            throw new InvalidRequestException("InvalidValue", $"\"{Names.Printable(volume)}\" is no volume: a UUID, or the name of a storage VM and of a volume on it, as svm1:home.");
        }

        if (keep is < 0 or > MostKept)
        {
            throw new InvalidRequestException("InvalidValue", $"0 to {MostKept} snapshots of a volume stay.");
        }
    }

    /// <returns>The volume, with the controller's name as it was made.</returns>
    /// <exception cref="NotFoundException">There is no such controller, or none that the caller may know of.</exception>
    public static ConnectorVolume Resolve(OperationContext context, ConnectorVolume volume) =>
        volume with { Controller = StorageControllerLookup.Resolve(context, volume.Controller).Controller.Name };

    [GeneratedRegex(@"^[A-Za-z0-9_](?!.*\.\.)[A-Za-z0-9_.-]{0,62}:[A-Za-z_][A-Za-z0-9_]{0,202}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
