using System.Buffers;
using System.Text;

namespace BackupAccess.Repository.Files;

/// <summary>The pattern of one name: literal characters, <c>*</c>, <c>?</c> and sets.</summary>
internal sealed class GlobName
{
    private readonly Element[] _elements;

    private GlobName(Element[] elements) => _elements = elements;

    private enum Kind
    {
        Literal,
        AnyOne,
        AnyRun,
        Set,
        NotInSet,
    }

    public static GlobName Parse(string name, string pattern)
    {
        List<Element> elements = [];
        Rune[] runes = [.. name.EnumerateRunes()];
        for (int i = 0; i < runes.Length; i++)
        {
            switch (runes[i].Value)
            {
                case '*':
                    elements.Add(new Element(Kind.AnyRun, default, []));
                    break;
                case '?':
                    elements.Add(new Element(Kind.AnyOne, default, []));
                    break;
                case '[':
                    elements.Add(ParseSet(runes, ref i, pattern));
                    break;
                case '\\' when i + 1 < runes.Length:
                    elements.Add(new Element(Kind.Literal, runes[++i].Value, []));
                    break;
                default:
                    elements.Add(new Element(Kind.Literal, runes[i].Value, []));
                    break;
            }
        }

        return new GlobName([.. elements]);
    }

    public bool IsMatch(ReadOnlySpan<byte> name)
    {
        int element = 0;
        int starElement = -1;
        ReadOnlySpan<byte> starName = default;
        while (!name.IsEmpty)
        {
            if (element < _elements.Length && _elements[element].Kind == Kind.AnyRun)
            {
                starElement = element++;
                starName = name;
                continue;
            }

            int character = Decode(name, out int length);
            if (element < _elements.Length && _elements[element].IsMatch(character))
            {
                element++;
                name = name[length..];
                continue;
            }

            if (starElement < 0)
            {
                return false;
            }

            Decode(starName, out int skipped);
            starName = name = starName[skipped..];
            element = starElement + 1;
        }

        while (element < _elements.Length && _elements[element].Kind == Kind.AnyRun)
        {
            element++;
        }

        return element == _elements.Length;
    }

    private static Element ParseSet(Rune[] runes, ref int i, string pattern)
    {
        int at = i + 1;
        bool negated = at < runes.Length && runes[at].Value is '!' or '^';
        at += negated ? 1 : 0;
        int first = at;
        List<(int Low, int High)> ranges = [];
        // A bracket that comes first is part of the set.
        for (; at < runes.Length && (runes[at].Value != ']' || at == first); at++)
        {
            at += runes[at].Value == '\\' && at + 1 < runes.Length ? 1 : 0;
            int low = runes[at].Value;
            bool isRange = at + 2 < runes.Length && runes[at + 1].Value == '-' && runes[at + 2].Value != ']';
            at += isRange ? 2 : 0;
            ranges.Add((low, runes[at].Value));
        }

        if (at >= runes.Length)
        {
            throw new FormatException($"A set in the pattern \"{pattern}\" isn't closed.");
        }

        i = at;
        return new Element(negated ? Kind.NotInSet : Kind.Set, default, [.. ranges]);
    }

    /// <summary>The next character; a byte that is no UTF-8 is a character of its own, below zero.</summary>
    private static int Decode(ReadOnlySpan<byte> name, out int length)
    {
        if (Rune.DecodeFromUtf8(name, out Rune rune, out length) == OperationStatus.Done)
        {
            return rune.Value;
        }

        length = 1;
        return -name[0];
    }

    private readonly record struct Element(Kind Kind, int Literal, (int Low, int High)[] Ranges)
    {
        public bool IsMatch(int character) => Kind switch
        {
            Kind.Literal => character == Literal,
            Kind.AnyOne => true,
            Kind.Set => InRanges(character),
            Kind.NotInSet => !InRanges(character),
            _ => false,
        };

        private bool InRanges(int character)
        {
            foreach ((int low, int high) in Ranges)
            {
                if (character >= low && character <= high)
                {
                    return true;
                }
            }

            return false;
        }
    }
}
