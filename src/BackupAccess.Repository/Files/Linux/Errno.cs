namespace BackupAccess.Repository.Files.Linux;

/// <summary>The error numbers that decisions hang on.</summary>
internal static class Errno
{
    public const int NotPermitted = 1;
    public const int NoEntry = 2;
    public const int Interrupted = 4;
    public const int NoSuchAddress = 6;
    public const int TryAgain = 11;
    public const int AccessDenied = 13;
    public const int Busy = 16;
    public const int Exists = 17;
    public const int NotDirectory = 20;
    public const int IsDirectory = 21;
    public const int Invalid = 22;
    public const int TooManyFilesInSystem = 23;
    public const int TooManyFiles = 24;
    public const int FileTooLarge = 27;
    public const int NoSpace = 28;
    public const int ReadOnlyFileSystem = 30;
    public const int TooManyHardLinks = 31;
    public const int OutOfRange = 34;
    public const int NameTooLong = 36;
    public const int NotImplemented = 38;
    public const int DirectoryNotEmpty = 39;
    public const int TooManyLinks = 40;
    public const int NoAttribute = 61;
    public const int NotSupported = 95;
    public const int TimedOut = 110;
    public const int HostDown = 112;
    public const int Stale = 116;
    public const int QuotaExceeded = 122;
}
