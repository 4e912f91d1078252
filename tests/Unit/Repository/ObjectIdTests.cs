namespace BackupAccess.Repository.Tests;

public sealed class ObjectIdTests
{
    [Fact]
    public void An_id_is_the_sha256_of_the_content() =>
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", ObjectId.Of("abc"u8).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("ba7816bf")]
    [InlineData("+a7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData(" a7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    [InlineData("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad0")]
    public void Anything_but_64_digits_is_no_id(string text) => Assert.False(ObjectId.TryParse(text, out _));

    [Fact]
    public void Ids_order_as_their_text_does()
    {
        ObjectId small = ObjectId.Parse(new string('0', 63) + "1");
        ObjectId large = ObjectId.Parse("1" + new string('0', 63));

        Assert.True(small < large);
        Assert.True(large >= small);
        Assert.Equal(0, small.CompareTo(small));
    }
}
