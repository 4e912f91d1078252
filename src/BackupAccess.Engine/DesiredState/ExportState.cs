using BackupAccess.Engine.Operations;

namespace BackupAccess.Engine.DesiredState;

/// <summary>
/// Writes the state as a document that makes an empty one the same, as far as the caller may read it: whole, or the sections that are named. What no
/// document can say stands in comments; so does what the caller may not read. Never a secret.
/// </summary>
public sealed record ExportState(IReadOnlyList<string> Sections) : IOperation<string>;

internal sealed class ExportStateHandler : ReadHandler<ExportState, NoSubject, string>
{
    public override void Validate(ExportState request)
    {
        foreach (string section in request.Sections.Where(section => !StateExporter.Sections.Contains(section, StringComparer.OrdinalIgnoreCase)))
        {
            string nearest = NearestName.Of(section, StateExporter.Sections) is { } name ? $" Is \"{name}\" meant?" : "";
            throw new InvalidRequestException("InvalidValue", $"There is no section \"{Names.Printable(section)}\".{nearest}");
        }
    }

    public override NoSubject Resolve(ExportState request, OperationContext context) => new();

    public override Task<string> HandleAsync(ExportState request, NoSubject subject, OperationContext context, CancellationToken cancellationToken) =>
        Task.FromResult(StateExporter.Export(context, request.Sections));
}
