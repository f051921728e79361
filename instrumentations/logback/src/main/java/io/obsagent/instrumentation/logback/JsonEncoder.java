// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.logback;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.EncoderBase;
import io.obsagent.instrumentation.shared.logging.JsonOutput;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.logs.LogFormats;
import io.obsagent.spi.logs.LogFormatter;
import org.jspecify.annotations.Nullable;

/**
 * Stands in an appender's encoder's place: JSON while that is wanted, what the application has
 * configured when it no longer is. A file that is opened or closed is told of by its header and
 * footer, and the file beside it follows.
 */
final class JsonEncoder extends EncoderBase<Object> implements Standing {
  private static final Guard GUARD = Guard.of(JsonEncoder.class);
  private static final byte[] NOTHING = {};

  private final Encoder<Object> original;
  private final boolean tellsCaller;
  private final JsonOutput output;

  private JsonEncoder(Encoder<Object> original, OutputStreamAppender<?> appender) {
    this.original = original;
    this.tellsCaller = Standing.tellsCaller(original);
    this.output = new JsonOutput(appender, Standing::file);
  }

  @SuppressWarnings("unchecked")
  static void exchange(OutputStreamAppender<?> appender) {
    if (Standing.isDue(appender)) {
      Encoder<Object> encoder = (Encoder<Object>) appender.getEncoder();
      ((OutputStreamAppender<Object>) appender).setEncoder(new JsonEncoder(encoder, appender));
    }
  }

  @Override
  public Encoder<Object> original() {
    return original;
  }

  @Override
  public byte[] encode(Object event) {
    byte[] line = event instanceof ILoggingEvent logged ? line(logged) : null;
    return line == null ? original.encode(event) : line;
  }

  /** What is written in the event's place, nothing included; or null for what is configured. */
  private byte @Nullable [] line(ILoggingEvent event) {
    try {
      LogFormatter formatter = LogFormats.current();
      if (formatter == null || !output.isOn(formatter)) {
        return null;
      }
      byte[] line = formatter.format(EventRecord.forLine(event, tellsCaller));
      if (formatter.mode() == LogFormatter.Mode.OVERRIDE) {
        return line;
      }
      return output.write(formatter, line) ? NOTHING : null;
    } catch (Throwable e) {
      GUARD.caught(e);
      return null;
    }
  }

  @Override
  public byte[] headerBytes() {
    boolean instead = false;
    try {
      output.rolled();
      instead = Standing.isInstead();
    } catch (Throwable e) {
      GUARD.caught(e);
    }
    return instead ? NOTHING : original.headerBytes();
  }

  @Override
  public byte[] footerBytes() {
    boolean instead = false;
    try {
      output.closed();
      instead = Standing.isInstead();
    } catch (Throwable e) {
      GUARD.caught(e);
    }
    return instead ? NOTHING : original.footerBytes();
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
