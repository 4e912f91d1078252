namespace BackupAccess.Engine.Users;

/// <summary>Names an access key by its id or by the key itself.</summary>
public sealed record AccessKeyReference
{
    public AccessKeyReference(string accessKeyId) => Text = accessKeyId ?? throw new ArgumentNullException(nameof(accessKeyId));

    public AccessKeyReference(AccessKey key) => Text = (key ?? throw new ArgumentNullException(nameof(key))).AccessKeyId;

    public string Text { get; }

    public override string ToString() => Text;
}
