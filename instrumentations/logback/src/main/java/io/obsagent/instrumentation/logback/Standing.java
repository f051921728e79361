// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.logback;

import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import io.obsagent.instrumentation.shared.logging.JsonOutput;
import io.obsagent.spi.logs.LogFormats;
import io.obsagent.spi.logs.LogFormatter;
import io.obsagent.spi.telemetry.WeakMap;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** An encoder of the agent's in an appender's encoder's place. */
interface Standing {
  /** Weak values, for an encoder may know its appender. */
  WeakMap<OutputStreamAppender<?>, WeakReference<Standing>> STANDING = new WeakMap<>();

  /** What the application has set. */
  Encoder<?> original();

  /**
   * Whether an appender shall have one: it has none, and lines by a pattern that is not JSON
   * itself. Under no lock: of two threads that exchange it at once, one wins, and both wrote JSON.
   */
  static boolean isDue(OutputStreamAppender<?> appender) {
    return STANDING.get(appender) == null
        && appender.getEncoder() instanceof LayoutWrappingEncoder<?> wrapping
        && wrapping.getLayout() instanceof PatternLayout layout
        && !JsonOutput.isJson(layout.getPattern());
  }

  /** Called before the appender has it. */
  static void isSet(OutputStreamAppender<?> appender, @Nullable Object encoder) {
    if (encoder instanceof Standing standing) {
      STANDING.put(appender, new WeakReference<>(standing));
    } else if (!STANDING.isEmpty()) {
      STANDING.remove(appender);
    }
  }

  static @Nullable Path file(Object appender) {
    String file = appender instanceof FileAppender<?> appending ? appending.getFile() : null;
    return file == null ? null : Path.of(file);
  }

  /** Whether headers and footers of what is configured are left out. */
  static boolean isInstead() {
    LogFormatter formatter = LogFormats.current();
    return formatter != null && formatter.mode() != LogFormatter.Mode.BESIDE;
  }
}
