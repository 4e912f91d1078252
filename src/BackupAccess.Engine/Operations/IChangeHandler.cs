using BackupAccess.Engine.State;

namespace BackupAccess.Engine.Operations;

/// <summary>A change that can be part of a larger one's transaction.</summary>
internal interface IChangeHandler
{
    object ChangeWithin(Door door, Call call, object request, StateTransaction transaction);
}
