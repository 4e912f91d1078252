using BackupAccess.Engine.Operations;
using BackupAccess.Engine.Settings;
using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Encryption;

/// <summary>The settings of accounts' encryption keys.</summary>
internal static class EncryptionSettings
{
    private const long MicrosecondsAnHour = 3_600_000_000L;

    public static readonly KeyCommandSetting KeyCommand = new(
        "encryption.keyCommand", "The command that keeps the keys of accounts whose key is Remote; without one no key becomes Remote.");

    private static readonly NumberSetting s_resetDelay = new(
        "encryption.resetDelayHours", initial: 72, least: 0, most: 8760, "Hours after which the reset of an encryption key takes effect; 0 for at once.", guarded: true);

    public static IReadOnlyList<SettingDefinition> All { get; } = [KeyCommand, s_resetDelay];

    public static bool IsKeyCommandSet(EngineServices services)
    {
        using StateConnection db = services.Database.Connect();
        return KeyCommand.Read(db) is not null;
    }

    /// <summary>When a reset that is asked for now takes effect.</summary>
    public static long ResetAt(StateConnection db, long now) => now + (s_resetDelay.Read(db) * MicrosecondsAnHour);
}
