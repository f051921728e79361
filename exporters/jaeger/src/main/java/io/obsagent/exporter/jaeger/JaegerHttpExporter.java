// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.jaeger;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.obsagent.exporter.transport.Endpoint;
import io.obsagent.exporter.transport.HttpSender;
import io.obsagent.exporter.transport.TlsSettings;
import io.obsagent.spi.config.Config;
import io.obsagent.spi.export.ExporterFactory.Environment;
import io.obsagent.spi.export.FinishedSpan;
import io.obsagent.spi.export.SpanExporter;
import java.io.IOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A batch in the binary protocol as the body of a request to a collector. */
final class JaegerHttpExporter implements SpanExporter {
  private static final int PORT = 14268;
  private static final String PATH = "/api/traces";

  private final BinaryOutput output = new BinaryOutput();
  private final BatchEncoder encoder;
  private final HttpSender sender;

  private JaegerHttpExporter(Map<String, String> resource, HttpSender sender) {
    this.encoder = new BatchEncoder(output, resource);
    this.sender = sender;
  }

  static JaegerHttpExporter create(Environment environment, String endpointText) {
    Config config = environment.config();
    HttpSender sender =
        new HttpSender(
            endpoint(endpointText),
            new TlsSettings(config.get(JaegerOptions.CERTIFICATE), "", ""),
            config.get(JaegerOptions.PROXY),
            headers(config),
            false,
            config.get(JaegerOptions.TIMEOUT));
    return new JaegerHttpExporter(environment.resource(), sender);
  }

  private static Endpoint endpoint(String text) {
    String url = text.isEmpty() ? "http://localhost:" + PORT : text;
    Endpoint endpoint = Endpoint.parse(JaegerOptions.ENDPOINT.key(), url, PORT);
    boolean bare = endpoint.path().isEmpty() || endpoint.path().equals("/");
    return bare ? endpoint.withPath(PATH) : endpoint;
  }

  private static Map<String, String> headers(Config config) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/x-thrift");
    String token = config.get(JaegerOptions.TOKEN);
    String user = config.get(JaegerOptions.USER);
    if (!token.isEmpty()) {
      headers.put("Authorization", "Bearer " + token);
    } else if (!user.isEmpty()) {
      byte[] pair = (user + ":" + config.get(JaegerOptions.PASSWORD)).getBytes(UTF_8);
      headers.put("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
    }
    return headers;
  }

  @Override
  public int export(List<FinishedSpan> batch) throws IOException {
    output.clear();
    encoder.process();
    int list = output.beginList(2);
    for (int i = 0; i < batch.size(); i++) {
      encoder.span(batch.get(i));
    }
    output.endList(list, batch.size());
    output.endStruct(0);
    sender.post(output.view());
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
