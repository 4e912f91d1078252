using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.State;

/// <summary>
/// Where the state's keys are kept, outside the database. Who writes holds the database's right to write meanwhile, so
/// whoever holds it sees keys that don't change.
/// </summary>
internal interface IKeySource
{
    /// <summary>Whether a new key can be put there.</summary>
    bool IsWritable { get; }

    /// <summary>Something that is cheap to read and differs after each writing.</summary>
    /// <exception cref="StateException">It can't be read.</exception>
    byte[] ReadStamp();

    /// <summary>The keys, as <see cref="KeyRing"/> has them.</summary>
    /// <exception cref="StateException">There is none, or it can't be had.</exception>
    KeyRing Read();

    /// <summary>Puts other keys there; returns when no crash can undo it, and a crash before leaves the ones or the others.</summary>
    /// <exception cref="StateException">It failed; what is there is either.</exception>
    void Write(KeyRing ring);
}
