using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace BackupAccess.Engine.State;

/// <summary>
/// Binds SQLite once: the operating system's own, which it patches, and where there is none or it is older than the SQL
/// needs, the one that comes with the package.
/// </summary>
internal static class SqliteLibrary
{
    private const string Bundled = "e_sqlite3";

    private static readonly string[] s_systemNames = OperatingSystem.IsLinux() ? ["libsqlite3.so.0"] : OperatingSystem.IsMacOS() ? ["/usr/lib/libsqlite3.dylib"] : [];

    private static readonly Lazy<bool> s_bound = new(Bind);

    /// <summary>Makes SQLite ready; later calls do nothing.</summary>
    public static void EnsureBound() => _ = s_bound.Value;

    private static bool Bind()
    {
        NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, Resolve);
        raw.SetProvider(new SQLite3Provider_e_sqlite3());
        raw.FreezeProvider();
        return true;
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name == Bundled)
        {
            foreach (string system in s_systemNames)
            {
                if (NativeLibrary.TryLoad(system, out nint library) && IsRecentEnough(library))
                {
                    return library;
                }
            }
        }

        return nint.Zero;
    }

    private static unsafe bool IsRecentEnough(nint library) =>
        NativeLibrary.TryGetExport(library, "sqlite3_libversion_number", out nint version)
        && ((delegate* unmanaged[Cdecl]<int>)version)() >= 3_035_000;
}
