using System.Globalization;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace CustomerIo.Resilience.WebApi.Telemetry;

/// <summary>Writes one line per measured series.</summary>
internal sealed partial class LogExporter(ILogger logger) : BaseExporter<Metric>
{
    public override ExportResult Export(in Batch<Metric> batch)
    {
        foreach (Metric metric in batch)
        {
            foreach (ref readonly MetricPoint point in metric.GetMetricPoints())
            {
                LogMetric(logger, metric.Name, TagsOf(point), ValueOf(metric.MetricType, point), metric.Unit);
            }
        }

        return ExportResult.Success;
    }

    private static string ValueOf(MetricType type, in MetricPoint point) => type switch
    {
        MetricType.LongSum => point.GetSumLong().ToString(CultureInfo.InvariantCulture),
        MetricType.LongGauge => point.GetGaugeLastValueLong().ToString(CultureInfo.InvariantCulture),
        MetricType.Histogram => string.Create(
            CultureInfo.InvariantCulture, $"{point.GetHistogramCount()} times, {point.GetHistogramSum():0.###}"),
        _ => type.ToString(),
    };

    private static string TagsOf(in MetricPoint point)
    {
        List<string> tags = [];
        foreach (KeyValuePair<string, object?> tag in point.Tags)
        {
            tags.Add($"{tag.Key}={tag.Value}");
        }

        return string.Join(' ', tags);
    }

    [LoggerMessage(1, LogLevel.Information, "{Metric} {Tags}: {Value} {Unit}")]
    private static partial void LogMetric(ILogger logger, string metric, string tags, string value, string unit);
}
