using System.Buffers;
using System.Text;

namespace BackupAccess.Repository.Files;

/// <summary>The pattern of one name: literal characters, <c>*</c>, <c>?</c> and sets.</summary>
internal sealed class GlobName
{
    private static readonly Dictionary<string, (int Low, int High)[]> s_classes = new()
    {
        ["alnum"] = [('0', '9'), ('A', 'Z'), ('a', 'z')],
        ["alpha"] = [('A', 'Z'), ('a', 'z')],
        ["blank"] = [(' ', ' '), ('\t', '\t')],
        ["cntrl"] = [(0, 31), (127, 127)],
        ["digit"] = [('0', '9')],
        ["graph"] = [('!', '~')],
        ["lower"] = [('a', 'z')],
        ["print"] = [(' ', '~')],
        ["punct"] = [('!', '/'), (':', '@'), ('[', '`'), ('{', '~')],
        ["space"] = [(' ', ' '), ('\t', '\r')],
        ["upper"] = [('A', 'Z')],
        ["xdigit"] = [('0', '9'), ('A', 'F'), ('a', 'f')],
    };

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
                case '\\':
                    elements.Add(new Element(Kind.Literal, Escaped(runes, ref i, pattern), []));
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
            if (runes[at].Value == '[' && at + 1 < runes.Length && runes[at + 1].Value == ':')
            {
                ranges.AddRange(ParseClass(runes, ref at, pattern));
                continue;
            }

            int low = Escaped(runes, ref at, pattern);
            bool isRange = at + 2 < runes.Length && runes[at + 1].Value == '-' && runes[at + 2].Value != ']';
            at += isRange ? 2 : 0;
            ranges.Add((low, isRange ? Escaped(runes, ref at, pattern) : low));
        }

        if (at >= runes.Length)
        {
            throw new FormatException($"A set in the pattern \"{pattern}\" isn't closed.");
        }

        i = at;
        return new Element(negated ? Kind.NotInSet : Kind.Set, default, [.. ranges]);
    }

    private static (int Low, int High)[] ParseClass(Rune[] runes, ref int at, string pattern)
    {
        string rest = string.Concat(runes.AsSpan(at + 2).ToArray());
        int end = rest.IndexOf(":]", StringComparison.Ordinal);
        string name = end < 0 ? rest : rest[..end];
        if (end < 0 || !s_classes.TryGetValue(name, out (int, int)[]? ranges))
        {
            throw new FormatException($"A set in the pattern \"{pattern}\" has the unknown class \"{name}\".");
        }

        // The names of classes, and so what is passed over, have no characters of two parts.
        at += name.Length + 3;
        return ranges;
    }

    private static int Escaped(Rune[] runes, ref int at, string pattern)
    {
        at += runes[at].Value == '\\' ? 1 : 0;
        return at < runes.Length ? runes[at].Value : throw new FormatException($"A name in the pattern \"{pattern}\" ends in a backslash.");
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
