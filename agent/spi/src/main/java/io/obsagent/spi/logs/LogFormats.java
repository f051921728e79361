// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.logs;

import io.obsagent.spi.config.Config;
import io.obsagent.spi.config.Option;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Where the instrumentations of logging frameworks find the formatter. While {@code logging.format}
 * is off there is none, and none of its classes is loaded. Thread-safe.
 */
public final class LogFormats {
  /** Read before the application starts: its first line has the format already. */
  public static final Option<String> FORMAT =
      Option.choice(
              "logging.format",
              "off",
              "Whether the application's lines of log are written as JSON, and in whose names:"
                  + " json (timestamp, level, service, trace_id, span_id, message …), ecs (Elastic"
                  + " Common Schema), logstash (as the Logstash encoder has them) or otel (OTLP in"
                  + " JSON).",
              "off",
              "json",
              "plain",
              "ecs",
              "logstash",
              "otel")
          .asDynamic();

  private static volatile @Nullable LogFormatter current;

  private static volatile boolean used;

  private static final Object[] NOBODY = new Object[2];

  /**
   * The handler that writes a record on this thread, and what its formatter is for that while.
   * Here, as handlers of application servers inherit the method that answers from the JDK's, whose
   * advice knows none of theirs. Nothing of java.util.logging, which a JVM may not have.
   */
  private static final ThreadLocal<Object[]> WRITING = ThreadLocal.withInitial(() -> NOBODY);

  private LogFormats() {}

  /** Null while the application's lines are to stay as they are. One volatile read. */
  public static @Nullable LogFormatter current() {
    return current;
  }

  /** Whether there is or was one: else there is nothing to take back or to close. */
  public static boolean areUsed() {
    return used;
  }

  /** In the place of what there was; for the agent and for tests. */
  public static void install(@Nullable LogFormatter formatter) {
    used |= formatter != null;
    current = formatter;
  }

  /** Called by the agent before the application's first class is woven, and after a change. */
  public static void configure(Config config, Supplier<Map<String, String>> resource) {
    install(
        config.get(FORMAT).equals("off")
            ? null
            : ServiceLoader.load(LogFormatter.Factory.class, LogFormats.class.getClassLoader())
                .findFirst()
                .map(factory -> factory.create(config, resource.get()))
                .orElse(null));
  }

  /**
   * While a handler writes a record on this thread, it finds another formatter when it asks itself
   * for its own.
   *
   * @return for {@link #endWriting}
   */
  public static Object beginWriting(Object handler, UnaryOperator<@Nullable Object> formatters) {
    Object[] before = WRITING.get();
    WRITING.set(new Object[] {handler, formatters});
    return before;
  }

  /**
   * @param before of {@link #beginWriting}
   */
  public static void endWriting(Object before) {
    WRITING.set((Object[]) before);
  }

  /** What a handler finds for its formatter just now, on this thread. */
  @SuppressWarnings("unchecked")
  public static @Nullable Object formatter(Object handler, @Nullable Object configured) {
    if (current == null) {
      return configured;
    }
    Object[] writing = WRITING.get();
    return writing[0] == handler
        ? ((UnaryOperator<@Nullable Object>) writing[1]).apply(configured)
        : configured;
  }
}
