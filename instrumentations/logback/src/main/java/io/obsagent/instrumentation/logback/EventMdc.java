// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.logback;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import io.obsagent.spi.telemetry.LogFields;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.slf4j.spi.MDCAdapter;

/**
 * Gives an event its MDC a moment before the event would take it itself, with the ids added. The
 * event then keeps it, through asynchronous appenders and serialisation; the application's MDC is
 * only read. A plain map, because events are sent to receivers that do not know the agent.
 */
final class EventMdc {
  /** {@code LoggerContext.getMDCAdapter}; null before Logback 1.4.8. */
  private static final @Nullable MethodHandle ADAPTER_OF_CONTEXT = adapterOfContext();

  private EventMdc() {}

  static void enrich(Logger logger, LoggingEvent event, LogFields fields) {
    Map<String, String> mdc = copyOfMdc(logger.getLoggerContext());
    mdc.putIfAbsent(LogFields.TRACE_ID, fields.traceId());
    mdc.putIfAbsent(LogFields.SPAN_ID, fields.spanId());
    mdc.putIfAbsent(LogFields.TRACE_FLAGS, fields.traceFlags());
    String correlationId = fields.correlationId();
    if (correlationId != null) {
      mdc.putIfAbsent(LogFields.CORRELATION_ID, correlationId);
    }
    try {
      event.setMDCPropertyMap(mdc);
    } catch (IllegalStateException alreadySet) {
      // An event that is passed on, or was made with an MDC of its own, keeps what it has.
    }
  }

  private static Map<String, String> copyOfMdc(LoggerContext context) {
    MDCAdapter adapter = adapter(context);
    Map<String, String> copy = adapter == null ? null : adapter.getCopyOfContextMap();
    if (copy == null) {
      return new HashMap<>();
    }
    boolean ours = adapter instanceof LogbackMDCAdapter && copy.getClass() == HashMap.class;
    return ours ? copy : new HashMap<>(copy);
  }

  private static @Nullable MDCAdapter adapter(LoggerContext context) {
    MethodHandle ofContext = ADAPTER_OF_CONTEXT;
    if (ofContext == null) {
      return MDC.getMDCAdapter();
    }
    try {
      return (MDCAdapter) ofContext.invokeExact(context);
    } catch (Throwable e) {
      throw new IllegalStateException("cannot read the MDC of logger context " + context, e);
    }
  }

  private static @Nullable MethodHandle adapterOfContext() {
    try {
      return MethodHandles.publicLookup()
          .findVirtual(
              LoggerContext.class, "getMDCAdapter", MethodType.methodType(MDCAdapter.class));
    } catch (ReflectiveOperationException e) {
      return null;
    }
  }
}
