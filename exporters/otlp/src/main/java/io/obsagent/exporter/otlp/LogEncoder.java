// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.otlp;

import io.obsagent.spi.export.FinishedLog;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A batch as {@code ExportLogsServiceRequest}, straight from the records. The scope is the logger,
 * as the <a href="https://opentelemetry.io/docs/specs/otel/logs/data-model/">data model</a> wants
 * it. Field numbers: <a href="https://github.com/open-telemetry/opentelemetry-proto">
 * opentelemetry-proto</a>, logs/v1. Not thread-safe.
 */
final class LogEncoder extends RequestEncoder {
  private static final int ATTRIBUTES = 6;
  private static final String EVENT_NAME = "event.name";

  private final ScopeGroups scopes = new ScopeGroups();

  LogEncoder(Map<String, String> resourceAttributes) {
    super(resourceAttributes);
  }

  /** A view that is good until the next call. */
  ByteBuffer encode(List<FinishedLog> batch) {
    scopes.group(batch.size(), i -> batch.get(i).logger());
    beginRequest();
    for (int scope = 0; scope < scopes.size(); scope++) {
      beginScope(scopes.name(scope));
      for (int i = scopes.first(scope); i >= 0; i = scopes.after(i)) {
        record(batch.get(i));
      }
      endScope();
    }
    return endRequest();
  }

  private void record(FinishedLog log) {
    int begin = beginMessage(2, 2);
    fixed64Field(1, log.epochNanos());
    varintField(2, log.severityNumber());
    stringField(3, log.severityText());
    stringValue(5, log.body());
    log.attributes().forEach(this::attributeOrName);
    attribute("correlation.id", log.correlationId());
    attribute("exception.type", log.exceptionType());
    attribute("exception.message", log.exceptionMessage());
    attribute("exception.stacktrace", log.exceptionStacktrace());
    if (log.spanId() != 0) {
      fixed32Field(8, log.traceFlags() & 0xff);
      traceIdField(9, log.traceIdHigh(), log.traceIdLow());
      spanIdField(10, log.spanId());
    }
    fixed64Field(11, log.observedEpochNanos());
    endLength(begin, 2);
  }

  /** The name that makes an event of a record has a field of its own. */
  private void attributeOrName(String key, Object value) {
    if (key.equals(EVENT_NAME) && value instanceof String name) {
      stringField(12, name);
    } else {
      keyValue(ATTRIBUTES, key, value);
    }
  }

  private void attribute(String key, @Nullable String value) {
    if (value != null) {
      keyValue(ATTRIBUTES, key, value);
    }
  }
}
