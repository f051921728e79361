// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.logback;

import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.EncoderBase;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import io.obsagent.instrumentation.shared.logging.JsonOutput;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.logs.LogFormats;
import io.obsagent.spi.logs.LogFormatter;
import io.obsagent.spi.telemetry.WeakMap;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Stands in an appender's encoder's place: JSON while that is wanted, what the application has
 * configured when it no longer is. A file that is opened or closed is told of by its header and
 * footer, and the file beside it follows.
 */
final class JsonEncoder extends EncoderBase<Object> {
  private static final Guard GUARD = Guard.of(JsonEncoder.class);
  private static final byte[] NOTHING = {};

  /** Weak values, for an encoder may know its appender. */
  private static final WeakMap<OutputStreamAppender<?>, WeakReference<JsonEncoder>> STANDING =
      new WeakMap<>();

  private final Encoder<Object> original;
  private final JsonOutput output;

  private JsonEncoder(Encoder<Object> original, OutputStreamAppender<?> appender) {
    this.original = original;
    this.output = new JsonOutput(appender, JsonEncoder::file);
  }

  /** Under no lock: of two threads that exchange it at once, one wins, and both wrote JSON. */
  @SuppressWarnings("unchecked")
  static void exchange(OutputStreamAppender<?> appender) {
    if (STANDING.get(appender) == null && writesText(appender.getEncoder())) {
      Encoder<Object> encoder = (Encoder<Object>) appender.getEncoder();
      ((OutputStreamAppender<Object>) appender).setEncoder(new JsonEncoder(encoder, appender));
    }
  }

  /** Called before the appender has it. */
  static void isSet(OutputStreamAppender<?> appender, @Nullable Object encoder) {
    if (encoder instanceof JsonEncoder json) {
      STANDING.put(appender, new WeakReference<>(json));
    } else if (!STANDING.isEmpty()) {
      STANDING.remove(appender);
    }
  }

  /** Lines by a pattern, and of one that does not write JSON itself. */
  private static boolean writesText(@Nullable Encoder<?> encoder) {
    return encoder instanceof LayoutWrappingEncoder<?> wrapping
        && wrapping.getLayout() instanceof PatternLayout layout
        && !JsonOutput.isJson(layout.getPattern());
  }

  private static @Nullable Path file(Object appender) {
    String file = appender instanceof FileAppender<?> appending ? appending.getFile() : null;
    return file == null ? null : Path.of(file);
  }

  Encoder<Object> original() {
    return original;
  }

  @Override
  public byte[] encode(Object event) {
    LogFormatter formatter = LogFormats.current();
    if (formatter == null || !(event instanceof ILoggingEvent logged)) {
      return original.encode(event);
    }
    boolean instead = false;
    try {
      if (output.isOn(formatter)) {
        byte[] line =
            formatter.format(
                EventRecord.of(
                    logged,
                    EventRecord.severity(logged.getLevel()),
                    logged.getMDCPropertyMap(),
                    null));
        if (formatter.mode() == LogFormatter.Mode.OVERRIDE) {
          return line;
        }
        instead = output.write(formatter, line);
      }
    } catch (Throwable e) {
      GUARD.caught(e);
    }
    return instead ? NOTHING : original.encode(event);
  }

  @Override
  public byte[] headerBytes() {
    try {
      output.rolled();
    } catch (Throwable e) {
      GUARD.caught(e);
    }
    return LogFormats.current() == null ? original.headerBytes() : NOTHING;
  }

  @Override
  public byte[] footerBytes() {
    try {
      output.closed();
    } catch (Throwable e) {
      GUARD.caught(e);
    }
    return LogFormats.current() == null ? original.footerBytes() : NOTHING;
  }

  @Override
  public boolean isStarted() {
    return original.isStarted();
  }

  @Override
  public void start() {
    original.start();
  }

  @Override
  public void stop() {
    original.stop();
  }
}
