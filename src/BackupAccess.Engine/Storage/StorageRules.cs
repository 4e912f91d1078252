using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.Storage;

/// <summary>What a storage's settings may be.</summary>
internal static class StorageRules
{
    public const int MostRetries = 100;

    /// <param name="uploadLimit">Bytes a second; 0 for no limit, null for unsaid.</param>
    /// <param name="downloadLimit">Bytes a second; 0 for no limit, null for unsaid.</param>
    /// <param name="retries">How often a call is tried again; null for unsaid.</param>
    /// <exception cref="InvalidRequestException">One of them can't be.</exception>
    public static void RequireValid(long? uploadLimit, long? downloadLimit, int? retries)
    {
        if (uploadLimit < 0 || downloadLimit < 0)
        {
            throw new InvalidRequestException("InvalidValue", "A limit is a number of bytes a second, or 0 for none.");
        }

        if (retries is < 0 or > MostRetries)
        {
            throw new InvalidRequestException("InvalidValue", $"A call is tried again 0 to {MostRetries} times.");
        }
    }

    /// <returns>What is stored of a limit: null for none.</returns>
    public static long? LimitOf(long? asked, long? current) => asked switch { null => current, 0 => null, _ => asked };
}
