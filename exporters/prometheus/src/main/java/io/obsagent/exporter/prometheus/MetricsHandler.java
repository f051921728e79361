// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.prometheus;

import io.obsagent.spi.http.Handler;
import io.obsagent.spi.http.Request;
import io.obsagent.spi.http.Response;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricSource;
import java.util.List;
import java.util.function.LongSupplier;

/** Answers a scrape in the format that the scraper prefers. Thread-safe. */
public final class MetricsHandler implements Handler {
  private final MetricSource source;
  private final LongSupplier createdMillis;

  /**
   * @param createdMillis as {@link ExpositionWriter} takes it; asked at each scrape
   */
  public MetricsHandler(MetricSource source, LongSupplier createdMillis) {
    this.source = source;
    this.createdMillis = createdMillis;
  }

  @Override
  public Response handle(Request request) {
    List<String> asked = request.parameters().getOrDefault("format", List.of(""));
    ExpositionFormat format = ExpositionFormat.negotiate(request.header("accept"));
    switch (asked.get(0)) {
      case "" -> {
        // what the caller accepts
      }
      case "prometheus" -> format = ExpositionFormat.TEXT;
      case "openmetrics" -> format = ExpositionFormat.OPEN_METRICS;
      case "json" -> {
        return Response.json(200, out -> MetricsJson.write(out, source.collect()));
      }
      default -> {
        return Response.text(400, "format: expected prometheus, openmetrics or json\n");
      }
    }
    return exposition(format);
  }

  private Response exposition(ExpositionFormat format) {
    List<MetricFamily> families = source.collect();
    return Response.of(
            200,
            format.contentType(),
            out -> {
              ExpositionWriter writer =
                  new ExpositionWriter(out, format, createdMillis.getAsLong());
              writer.write(families);
              writer.finish();
            })
        .with("Vary", "Accept, Accept-Encoding");
  }
}
