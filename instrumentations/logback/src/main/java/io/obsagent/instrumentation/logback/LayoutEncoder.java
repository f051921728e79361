// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.logback;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Layout;
import ch.qos.logback.core.LayoutBase;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import io.obsagent.instrumentation.shared.logging.JsonOutput;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.logs.LogFormats;
import io.obsagent.spi.logs.LogFormatter;
import java.io.OutputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/**
 * What {@link JsonEncoder} is, before Logback 1.2: there encoders write to the stream themselves,
 * so it is one of Logback's own, with a layout of ours in the layout's place.
 */
final class LayoutEncoder extends LayoutWrappingEncoder<Object> implements Standing {
  private static final Guard GUARD = Guard.of(LayoutEncoder.class);

  private static final @Nullable MethodHandle INIT =
      find(Encoder.class, "init", MethodType.methodType(void.class, OutputStream.class));
  private static final @Nullable MethodHandle FLUSHES =
      find(LayoutWrappingEncoder.class, "isImmediateFlush", MethodType.methodType(boolean.class));

  /** Whether this Logback's encoders write themselves. */
  static final boolean IS_NEEDED = INIT != null;

  private final LayoutWrappingEncoder<Object> original;

  private LayoutEncoder(
      LayoutWrappingEncoder<Object> original, OutputStreamAppender<?> appender, boolean flushes) {
    this.original = original;
    setContext(appender.getContext());
    setCharset(original.getCharset());
    setImmediateFlush(flushes);
    setLayout(new JsonLayout(original.getLayout(), appender));
  }

  @SuppressWarnings("unchecked")
  static void exchange(OutputStreamAppender<?> appender) throws Throwable {
    MethodHandle init = INIT;
    if (init != null && Standing.isDue(appender)) {
      LayoutWrappingEncoder<Object> encoder = (LayoutWrappingEncoder<Object>) appender.getEncoder();
      boolean flushes = FLUSHES == null || (boolean) FLUSHES.invokeExact(encoder);
      LayoutEncoder json = new LayoutEncoder(encoder, appender, flushes);
      init.invokeExact((Encoder<Object>) json, appender.getOutputStream());
      ((OutputStreamAppender<Object>) appender).setEncoder(json);
    }
  }

  @Override
  public Encoder<?> original() {
    return original;
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

  private static @Nullable MethodHandle find(Class<?> type, String name, MethodType method) {
    try {
      return MethodHandles.publicLookup().findVirtual(type, name, method);
    } catch (ReflectiveOperationException since12) {
      return null;
    }
  }

  /** JSON while that is wanted. A file that is opened or closed is told of by header and footer. */
  private static final class JsonLayout extends LayoutBase<Object> {
    private final Layout<Object> original;
    private final boolean tellsCaller;
    private final JsonOutput output;

    /** What the file had when this came to it has its header. */
    private boolean isOpen;

    JsonLayout(Layout<Object> original, OutputStreamAppender<?> appender) {
      this.original = original;
      this.tellsCaller = Standing.tellsCaller(original);
      this.output = new JsonOutput(appender, Standing::file);
    }

    @Override
    public String doLayout(Object event) {
      String text = null;
      try {
        LogFormatter formatter = LogFormats.current();
        if (formatter != null && event instanceof ILoggingEvent logged && output.isOn(formatter)) {
          text = output.text(formatter, EventRecord.forLine(logged, tellsCaller));
        }
      } catch (Throwable e) {
        GUARD.caught(e);
      }
      return text == null ? original.doLayout(event) : text;
    }

    @Override
    public @Nullable String getFileHeader() {
      boolean isText = false;
      try {
        output.rolled();
        isText = isOpen && !Standing.isInstead();
      } catch (Throwable e) {
        GUARD.caught(e);
      }
      return isText ? original.getFileHeader() : null;
    }

    /** Comes behind that of the file. */
    @Override
    public @Nullable String getPresentationHeader() {
      boolean isText = false;
      try {
        isText = isOpen && !Standing.isInstead();
        isOpen = true;
      } catch (Throwable e) {
        GUARD.caught(e);
      }
      return isText ? original.getPresentationHeader() : null;
    }

    @Override
    public @Nullable String getFileFooter() {
      boolean isText = false;
      try {
        output.closed();
        isText = !Standing.isInstead();
      } catch (Throwable e) {
        GUARD.caught(e);
      }
      return isText ? original.getFileFooter() : null;
    }

    @Override
    public @Nullable String getPresentationFooter() {
      boolean isText = false;
      try {
        isText = !Standing.isInstead();
      } catch (Throwable e) {
        GUARD.caught(e);
      }
      return isText ? original.getPresentationFooter() : null;
    }
  }
}
