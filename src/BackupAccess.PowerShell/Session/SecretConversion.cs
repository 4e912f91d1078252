using System.Runtime.InteropServices;
using System.Security;
using BackupAccess.Engine.Operations;

namespace BackupAccess.PowerShell.Session;

/// <summary>Between PowerShell's secure strings and the engine's secrets, without a managed string in between.</summary>
internal static class SecretConversion
{
    /// <summary>Copies a secure string; the caller disposes the secret.</summary>
    public static unsafe Secret ToSecret(this SecureString value)
    {
        nint characters = Marshal.SecureStringToGlobalAllocUnicode(value);
        try
        {
            return Secret.FromChars(new ReadOnlySpan<char>((void*)characters, value.Length));
        }
        finally
        {
            Marshal.ZeroFreeGlobalAllocUnicode(characters);
        }
    }

    /// <summary>Copies a secret into a read-only secure string.</summary>
    public static SecureString ToSecureString(this Secret secret)
    {
        char[] characters = secret.RevealChars();
        try
        {
            SecureString result = new();
            foreach (char character in characters)
            {
                result.AppendChar(character);
            }

            result.MakeReadOnly();
            return result;
        }
        finally
        {
            Array.Clear(characters);
        }
    }

    /// <summary>The secret in the open, for who asked for it with <c>-AsPlainText</c>.</summary>
    public static string ToPlainText(this Secret secret)
    {
        char[] characters = secret.RevealChars();
        try
        {
            return new string(characters);
        }
        finally
        {
            Array.Clear(characters);
        }
    }
}
