using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace BackupAccess.Repository.Tests;

/// <summary>How often random tests run: the count they state, times BACKUPACCESS_TEST_SCALE.</summary>
internal static class RandomTests
{
    private static readonly double s_scale = double.TryParse(
        Environment.GetEnvironmentVariable("BACKUPACCESS_TEST_SCALE"), NumberStyles.Float, CultureInfo.InvariantCulture, out double scale) ? scale : 1;

    /// <summary>Runs the property; a failure says the seed and the smallest case found.</summary>
    public static void CheckTimes(this Property property, int count) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(Math.Max(1, (int)(count * s_scale))), property);
}
