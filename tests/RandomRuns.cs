using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace BackupAccess.Tests;

/// <summary>
/// How often random tests run: each names its whole count, and the setting BACKUPACCESS_TEST_SCALE (0.05 where it isn't
/// set, 1 in <c>.ci/full</c>) says how much of it. A failure prints the seed to replay it with.
/// </summary>
internal static class RandomRuns
{
    private static readonly double s_scale =
        double.TryParse(Environment.GetEnvironmentVariable("BACKUPACCESS_TEST_SCALE"), NumberStyles.Float, CultureInfo.InvariantCulture, out double scale) ? scale : 0.05;

    /// <summary>The count to run of a whole one: one at least.</summary>
    public static int Of(int whole) => Math.Max(1, (int)(whole * s_scale));

    /// <summary>Checks a property that many times, scaled.</summary>
    public static void HoldsFor(this Property property, int whole) => property.Check(Config.QuickThrowOnFailure.WithMaxTest(Of(whole)));
}
