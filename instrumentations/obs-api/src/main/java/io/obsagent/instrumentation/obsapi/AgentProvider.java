// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.obsapi;

import io.obsagent.api.HealthCheck;
import io.obsagent.api.Instrument;
import io.obsagent.api.ObsProvider;
import io.obsagent.api.Span;
import io.obsagent.api.Tracked;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.metrics.Metrics;
import io.obsagent.spi.telemetry.ApplicationChecks;
import io.obsagent.spi.telemetry.BusinessEvents;
import io.obsagent.spi.telemetry.HttpServerOperation;
import io.obsagent.spi.telemetry.LogFields;
import io.obsagent.spi.telemetry.Telemetry;
import io.obsagent.spi.telemetry.Users;
import io.obsagent.spi.telemetry.Work;
import io.obsagent.spi.telemetry.WorkOperation;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The agent behind the API of one class loader. Thread-safe. */
enum AgentProvider implements ObsProvider {
  INSTANCE;

  private static final Guard GUARD = Guard.of(AgentProvider.class);

  /** Kept here, as the agent keeps neither checks nor instruments. */
  private final ConcurrentHashMap<String, Callable<Boolean>> checks = new ConcurrentHashMap<>();

  /** The application's own, which go with its class loader. */
  private static final class Instruments {
    static final Metrics METRICS = Telemetry.metrics().ofApplication();
  }

  @Override
  public @Nullable Span span(String name) {
    return begin(name, false, Map.of());
  }

  @Override
  public @Nullable Tracked track(String operation, Map<String, ?> attributes) {
    return begin(operation, true, attributes);
  }

  private static @Nullable Tracked begin(
      String name, boolean tracked, @Nullable Map<String, ?> attributes) {
    try {
      Work work = tracked ? Operations.operation(name) : Operations.span(name);
      WorkOperation operation = WorkOperation.start(work);
      if (operation == null) {
        return null;
      }
      if (attributes != null && !attributes.isEmpty()) {
        operation.span().setAllAttributes(BusinessEvents.attributes(attributes));
      }
      operation.attach();
      return new OperationSpan(operation, tracked);
    } catch (Throwable e) {
      GUARD.caught(e);
      return null;
    }
  }

  @Override
  public Recorder recorder(Instrument instrument) {
    try {
      return InstrumentRecorder.of(instrument, Instruments.METRICS);
    } catch (Throwable e) {
      GUARD.caught(e);
      return InstrumentRecorder.NONE;
    }
  }

  @Override
  public void attribute(String key, Object value) {
    if (key == null || value == null) {
      return;
    }
    try {
      current().setAllAttributes(BusinessEvents.attributes(Map.of(key, value)));
    } catch (Throwable e) {
      GUARD.caught(e);
    }
  }

  private static io.opentelemetry.api.trace.Span current() {
    return io.opentelemetry.api.trace.Span.current();
  }

  @Override
  public void event(String name, @Nullable Map<String, ?> attributes) {
    try {
      BusinessEvents.tell(
          "obs-api", String.valueOf(name), attributes == null ? Map.of() : attributes);
    } catch (Throwable e) {
      GUARD.caught(e);
    }
  }

  @Override
  public void health(String name, HealthCheck check) {
    if (name == null || check == null) {
      return;
    }
    try {
      Callable<Boolean> asked = new AskedCheck(check);
      if (ApplicationChecks.add(name, asked)) {
        checks.put(name, asked);
      }
    } catch (Throwable e) {
      GUARD.caught(e);
    }
  }

  /** The application's check, on whatever thread the agent asks it. */
  private record AskedCheck(HealthCheck check) implements Callable<Boolean> {
    @Override
    public Boolean call() throws Exception {
      Thread thread = Thread.currentThread();
      ClassLoader before = thread.getContextClassLoader();
      thread.setContextClassLoader(check.getClass().getClassLoader());
      try {
        return check.isHealthy();
      } finally {
        thread.setContextClassLoader(before);
      }
    }
  }

  @Override
  public void user(String id) {
    if (id == null || id.isEmpty()) {
      return;
    }
    try {
      HttpServerOperation request = HttpServerOperation.current();
      String hash = Users.seen(id);
      (request == null ? current() : request.span()).setAttribute("user.hash", hash);
    } catch (Throwable e) {
      GUARD.caught(e);
    }
  }

  @Override
  public String correlationId() {
    try {
      LogFields fields = LogFields.current();
      String id = fields == null ? null : fields.correlationId();
      return id == null ? "" : id;
    } catch (Throwable e) {
      GUARD.caught(e);
      return "";
    }
  }
}
