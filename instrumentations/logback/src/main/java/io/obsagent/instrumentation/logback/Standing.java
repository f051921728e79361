// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.logback;

import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.Layout;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import io.obsagent.instrumentation.shared.logging.JsonOutput;
import io.obsagent.spi.logs.LogFormats;
import io.obsagent.spi.logs.LogFormatter;
import io.obsagent.spi.telemetry.WeakMap;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An encoder of the agent's in an appender's encoder's place. */
interface Standing {
  /** Weak values, for an encoder may know its appender. */
  WeakMap<OutputStreamAppender<?>, WeakReference<Standing>> STANDING = new WeakMap<>();

  /** Words of a pattern that tell where an event was logged. */
  Set<String> CALLER_WORDS =
      Set.of("C", "class", "M", "method", "L", "line", "F", "file", "caller");

  /** What the application has set. */
  Encoder<?> original();

  /** Whether its lines tell where they were logged. */
  static boolean tellsCaller(Encoder<?> encoder) {
    return encoder instanceof LayoutWrappingEncoder<?> wrapping
        && tellsCaller(wrapping.getLayout());
  }

  static boolean tellsCaller(@Nullable Layout<?> layout) {
    return layout instanceof PatternLayout pattern
        && JsonOutput.asksForCaller(pattern.getPattern(), CALLER_WORDS);
  }

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
