// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.logback;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import io.obsagent.instrumentation.shared.logging.LogIds;
import io.obsagent.spi.telemetry.LogFields;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
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
    try {
      event.setMDCPropertyMap(LogIds.shared(mdc(logger.getLoggerContext()), fields));
    } catch (IllegalStateException alreadySet) {
      // An event that is passed on, or was made with an MDC of its own, keeps what it has.
    }
  }

  /** Those of an event itself would fail in a context that was given no adapter. */
  static Map<String, String> of(Logger logger, ILoggingEvent event) {
    boolean none =
        ADAPTER_OF_CONTEXT != null
            && event instanceof LoggingEvent
            && adapter(logger.getLoggerContext()) == null;
    return none ? Map.of() : event.getMDCPropertyMap();
  }

  /** Another map whenever what is in it is another. */
  private static Map<String, String> mdc(LoggerContext context) {
    MDCAdapter adapter = adapter(context);
    Map<String, String> mdc =
        adapter instanceof LogbackMDCAdapter own
            ? own.getPropertyMap()
            : adapter == null ? null : adapter.getCopyOfContextMap();
    return mdc == null ? Map.of() : mdc;
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
