// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.elasticsearch;

import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import org.jspecify.annotations.Nullable;

/**
 * The Java client makes spans of its own where OpenTelemetry's API leads anywhere, as it does with
 * this agent. They would be second spans of the same calls. Where the application has an SDK, they
 * go where that sends them, and stay.
 */
final class OwnSpanAdvices {
  private static final String SDK = "io.opentelemetry.sdk.OpenTelemetrySdk";

  private OwnSpanAdvices() {}

  /** Advice for {@code getDefault}. */
  static final class Default {
    private Default() {}

    @OnExit
    static @Nullable Object exit(@Return @Nullable Object spans) {
      return spans == null || hasSdk(spans.getClass().getClassLoader()) ? spans : null;
    }
  }

  private static boolean hasSdk(@Nullable ClassLoader loader) {
    try {
      Class.forName(SDK, false, loader);
      return true;
    } catch (ClassNotFoundException | LinkageError without) {
      return false;
    }
  }
}
