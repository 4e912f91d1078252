// Accounts, homes and permissions are those of Linux, and so are their tests.
[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]
