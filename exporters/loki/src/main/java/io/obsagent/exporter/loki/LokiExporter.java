// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.loki;

import io.obsagent.exporter.transport.Endpoint;
import io.obsagent.exporter.transport.HttpSender;
import io.obsagent.spi.config.Config;
import io.obsagent.spi.export.ExporterFactory;
import io.obsagent.spi.export.FinishedLog;
import io.obsagent.spi.export.LogExporter;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sends log records to Grafana Loki. */
final class LokiExporter implements LogExporter {
  private static final int PORT = 3100;
  private static final String PATH = "/loki/api/v1/push";
  private static final int KEPT_ANSWER = 4 << 10;

  private final HttpSender sender;
  private final PushEncoder encoder;

  private LokiExporter(HttpSender sender, PushEncoder encoder) {
    this.sender = sender;
    this.encoder = encoder;
  }

  static LokiExporter create(ExporterFactory.Environment environment) {
    Config config = environment.config();
    String text = config.get(LokiOptions.ENDPOINT);
    Endpoint endpoint =
        Endpoint.parse(
            LokiOptions.ENDPOINT.key(), text.isEmpty() ? "http://localhost" : text, PORT);
    boolean bare = endpoint.path().isEmpty() || endpoint.path().equals("/");
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/json");
    if (!config.get(LokiOptions.TENANT).isEmpty()) {
      headers.put("X-Scope-OrgID", config.get(LokiOptions.TENANT));
    }
    return new LokiExporter(
        LokiOptions.RECEIVER.sender(
            config, bare ? endpoint.withPath(PATH) : endpoint, headers, KEPT_ANSWER),
        new PushEncoder(
            PushEncoder.labels(environment.resource(), config.get(LokiOptions.LABELS))));
  }

  @Override
  public int export(List<FinishedLog> batch) throws IOException {
    sender.post(encoder.encode(batch));
    return 0;
  }

  @Override
  public String endpoint() {
    return sender.endpoint().toString();
  }

  @Override
  public void close() {
    sender.close();
  }
}
