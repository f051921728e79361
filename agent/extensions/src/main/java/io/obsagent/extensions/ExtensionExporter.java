// SPDX-License-Identifier: Apache-2.0
package io.obsagent.extensions;

import io.obsagent.spi.export.FinishedSpan;
import io.obsagent.spi.export.SpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * An exporter of the SDK among the agent's. It retries by itself if it wants to, as all of the SDK
 * do: a batch that it reports as failed is lost.
 */
final class ExtensionExporter implements SpanExporter {
  private static final Duration CLOSING = Duration.ofSeconds(5);

  private final io.opentelemetry.sdk.trace.export.SpanExporter exporter;
  private final Resource resource;
  private final Duration timeout;
  private final ClassLoader loader;
  private volatile CountDownLatch waiting = new CountDownLatch(0);
  private volatile boolean closed;

  ExtensionExporter(
      io.opentelemetry.sdk.trace.export.SpanExporter exporter,
      Resource resource,
      Duration timeout,
      ClassLoader loader) {
    this.exporter = exporter;
    this.resource = resource;
    this.timeout = timeout;
    this.loader = loader;
  }

  @Override
  public int export(List<FinishedSpan> batch) throws IOException {
    List<SpanData> spans = new ArrayList<>(batch.size());
    for (FinishedSpan span : batch) {
      spans.add(new SpanView(span, resource, true));
    }
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      await(exporter.export(spans));
      return 0;
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** As the SDK's own join, but freed when the exporter is closed meanwhile. */
  private void await(CompletableResultCode result) throws IOException {
    CountDownLatch ended = new CountDownLatch(1);
    waiting = ended;
    result.whenComplete(ended::countDown);
    try {
      if (closed || !ended.await(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new IOException(
            name()
                + " did not answer within "
                + timeout.toMillis()
                + " ms (otel.bsp.export.timeout)");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(name() + " was interrupted", e);
    }
    if (!result.isSuccess()) {
      Throwable cause = result.getFailureThrowable();
      throw new IOException(
          name() + " could not send its spans" + (cause == null ? "" : ": " + cause), cause);
    }
  }

  private String name() {
    return exporter.getClass().getSimpleName();
  }

  /** Its class and jar: where it sends to is its own affair, and its toString may hold secrets. */
  @Override
  public String endpoint() {
    return exporter.getClass().getName() + Services.place(exporter);
  }

  @Override
  public void close() {
    closed = true;
    waiting.countDown();
    exporter.shutdown().join(CLOSING.toMillis(), TimeUnit.MILLISECONDS);
  }
}
