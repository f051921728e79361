// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.opentelemetryapi;

import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.ContextStorage;
import org.jspecify.annotations.Nullable;

/** Advice for where the application gets the API's own objects from. */
final class ApiAdvices {
  private ApiAdvices() {}

  /** Where contexts are kept: the agent's place is the application's. */
  static final class Storage {
    private Storage() {}

    @OnExit
    static @Nullable ContextStorage exit(@Return @Nullable ContextStorage own) {
      return own == null ? null : BridgedStorage.of(own);
    }
  }

  /** The global instance: the agent's, unless the application has set one that does something. */
  static final class Global {
    private Global() {}

    @OnExit
    static @Nullable OpenTelemetry exit(@Return @Nullable OpenTelemetry own) {
      boolean idle =
          own != null && own.getTracerProvider() == OpenTelemetry.noop().getTracerProvider();
      return idle ? BridgedOpenTelemetry.INSTANCE : own;
    }
  }

  /** Where a logger that does nothing begins a record. */
  static final class LogRecord {
    private LogRecord() {}

    @OnExit
    static @Nullable Object exit(@Return @Nullable Object own) {
      return own == null ? null : BridgedLogRecord.of(own);
    }
  }

  /** Where the application asks whether a record is worth its while. */
  static final class LogEnabled {
    private LogEnabled() {}

    @OnExit
    static boolean exit(@Return boolean own) {
      return true;
    }
  }
}
