using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace BackupAccess.Loader;

/// <summary>
/// The module's own load context: everything below the module's <c>lib</c> folder is resolved there by file name, so that
/// another module's version of a shared library never meets ours.
/// </summary>
/// <remarks>
/// Files are probed for, rather than resolved with AssemblyDependencyResolver, because that one fails in WinRM sessions.
/// </remarks>
public sealed class ModuleLoadContext : AssemblyLoadContext
{
    private static readonly Lock s_gate = new();
    private static ModuleLoadContext? s_instance;

    private readonly string _library;
    private readonly Assembly _module;

    private ModuleLoadContext(string library) : base("BackupAccess")
    {
        _library = library;
        _module = LoadFromAssemblyPath(Path.Combine(library, "BackupAccess.PowerShell.dll"));
    }

    /// <summary>Loads the module's assembly, or returns it where it is loaded already.</summary>
    /// <param name="moduleFolder">The folder of the module's manifest.</param>
    /// <exception cref="InvalidOperationException">This process has loaded a copy of the module from another folder.</exception>
    public static Assembly Load(string moduleFolder)
    {
        string library = Path.GetFullPath(Path.Combine(moduleFolder, "lib"));
        lock (s_gate)
        {
            s_instance ??= new ModuleLoadContext(library);
            if (s_instance._library != library)
            {
                throw new InvalidOperationException(
                    $"The module was loaded from \"{s_instance._library}\" before, and a process can hold one copy only.");
            }

            return s_instance._module;
        }
    }

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        string path = Path.Combine(_library, $"{assemblyName.Name}.dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }

    /// <inheritdoc/>
    protected override nint LoadUnmanagedDll(string unmanagedDllName)
    {
        string folder = Path.Combine(_library, "runtimes", PortableRuntime(), "native");
        foreach (string name in new[] { unmanagedDllName, $"lib{unmanagedDllName}.so", $"lib{unmanagedDllName}.dylib", $"{unmanagedDllName}.dll" })
        {
            string path = Path.Combine(folder, name);
            if (File.Exists(path))
            {
                return LoadUnmanagedDllFromPath(path);
            }
        }

        return nint.Zero;
    }

    // RuntimeInformation.RuntimeIdentifier names the distribution where .NET was built from its sources; packages don't.
    private static string PortableRuntime()
    {
        string system = OperatingSystem.IsWindows() ? "win"
            : OperatingSystem.IsMacOS() ? "osx"
            : RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal) ? "linux-musl"
            : "linux";
        return $"{system}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
    }
}
