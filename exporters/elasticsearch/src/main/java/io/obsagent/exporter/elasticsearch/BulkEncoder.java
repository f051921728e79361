// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.elasticsearch;

import io.obsagent.exporter.transport.JsonOutput;
import io.obsagent.spi.export.FinishedLog;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Records as the body of a <a
 * href="https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-bulk">bulk
 * request</a>: a line with the index, a line with the document, in the fields of the <a
 * href="https://www.elastic.co/docs/reference/ecs">Elastic Common Schema</a>. What the application
 * has put beside its message are labels, each a text: whatever it is, it fits the index. Not
 * thread-safe.
 */
final class BulkEncoder extends JsonOutput {
  private static final long NANOS = 1_000_000_000L;

  private final IndexPattern index;

  /** Members that each document has. */
  private final String common;

  BulkEncoder(IndexPattern index, Map<String, String> resource) {
    this.index = index;
    JsonOutput members = new JsonOutput();
    members.member("ecs.version", "8.11.0");
    Map<String, String> names = new LinkedHashMap<>();
    names.put("service.name", "service.name");
    names.put("service.version", "service.version");
    names.put("service.instance.id", "service.node.name");
    names.put("deployment.environment.name", "service.environment");
    names.put("host.name", "host.name");
    names.put("container.id", "container.id");
    names.forEach((name, ecs) -> members.member(ecs, resource.get(name)));
    ByteBuffer view = members.view();
    this.common =
        new String(view.array(), 0, view.limit(), java.nio.charset.StandardCharsets.UTF_8);
  }

  /** A view that is good until the next call. */
  ByteBuffer encode(List<FinishedLog> logs) {
    clear();
    for (int i = 0; i < logs.size(); i++) {
      FinishedLog log = logs.get(i);
      raw("{\"create\":{\"_index\":");
      string(index.at(log.epochNanos()));
      raw("}}\n");
      document(log);
      writeByte('\n');
    }
    return view();
  }

  private void document(FinishedLog log) {
    raw("{\"@timestamp\":\"");
    raw(
        Instant.ofEpochSecond(
                Math.floorDiv(log.epochNanos(), NANOS), Math.floorMod(log.epochNanos(), NANOS))
            .toString());
    raw("\",\"message\":");
    string(log.body());
    raw(common);
    member("log.level", log.severityText());
    member("log.logger", log.logger());
    if (log.spanId() != 0) {
      raw(",\"trace.id\":\"");
      hex(log.traceIdHigh());
      hex(log.traceIdLow());
      raw("\",\"span.id\":\"");
      hex(log.spanId());
      writeByte('"');
    }
    member("error.type", log.exceptionType());
    member("error.message", log.exceptionMessage());
    member("error.stack_trace", log.exceptionStacktrace());
    member("process.thread.name", text(log.attributes().get("thread.name")));
    labels(log);
    writeByte('}');
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  private void labels(FinishedLog log) {
    raw(",\"labels\":{\"framework\":");
    string(log.framework());
    member("correlation_id", log.correlationId());
    log.attributes()
        .forEach(
            (key, value) -> {
              if (!key.equals("thread.name") && !key.isEmpty()) {
                // A dot would make an object, which another label of the name is not.
                member(key.replace('.', '_'), value.toString());
              }
            });
    writeByte('}');
  }
}
