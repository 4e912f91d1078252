using BackupAccess.Repository.Chunking;

namespace BackupAccess.Repository.Tests.Chunking;

public sealed class PolynomialTests
{
    [Fact]
    public void Irreducible_polynomials_of_small_degree_are_those_that_no_smaller_one_divides()
    {
        for (ulong candidate = 2; candidate < 1 << 10; candidate++)
        {
            bool hasFactor = false;
            for (ulong factor = 2; factor < candidate && !hasFactor; factor++)
            {
                hasFactor = Polynomial.Degree(factor) < Polynomial.Degree(candidate) && Polynomial.Remainder(candidate, factor) == 0;
            }

            Assert.Equal(!hasFactor, Polynomial.IsIrreducible(candidate));
        }
    }

    [Theory]
    [InlineData(0x3DA3358B4DC173, true)]
    [InlineData(0x25b468838dcb75, true)]
    [InlineData(0x3DA3358B4DC172, false)]
    [InlineData(0x20000000000001, false)]
    public void Polynomials_of_degree_53_are_told_apart(ulong value, bool expected) =>
        Assert.Equal(expected, Polynomial.IsIrreducible(value));

    [Fact]
    public void A_generated_polynomial_is_irreducible_and_of_degree_53()
    {
        ulong first = Polynomial.Generate();

        Assert.True(Polynomial.IsIrreducible(first));
        Assert.Equal(53, Polynomial.Degree(first));
        Assert.NotEqual(first, Polynomial.Generate());
    }
}
