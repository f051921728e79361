// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.otlp;

import com.sun.net.httpserver.HttpServer;
import io.obsagent.core.config.ConfigLoader;
import io.obsagent.core.export.ExporterSelection;
import io.obsagent.core.export.LogPipeline;
import io.obsagent.exporter.testkit.TestMetrics;
import io.obsagent.spi.config.Config;
import io.obsagent.spi.export.ExporterFactory;
import io.obsagent.spi.export.FinishedLog;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Run by {@code smoke-tests/logs/run delivery}: hands log records to the pipeline at a steady rate,
 * and tells what a receiver got, what was dropped, how much heap that took and how long handing
 * over took.
 */
final class LogThroughput {
  private static final int RECORD_BYTES = 400;
  private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private final TestMetrics metrics = new TestMetrics();
  private final AtomicLong received = new AtomicLong();
  private long[] nanos = new long[1 << 16];
  private int measured;
  private long offered;
  private long peakHeap;

  private LogThroughput() {}

  /**
   * @param arguments megabytes a second, seconds, megabytes a second that the receiver takes (0:
   *     all), and options of the agent, as key=value,key=value
   */
  public static void main(String[] arguments) throws Exception {
    new LogThroughput()
        .run(
            Double.parseDouble(arguments[0]),
            Integer.parseInt(arguments[1]),
            Double.parseDouble(arguments[2]),
            arguments.length > 3 ? "," + arguments[3] : "");
  }

  private void run(double megabytes, int seconds, double receiver, String options)
      throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            discard(exchange.getRequestBody(), receiver);
            exchange.sendResponseHeaders(200, -1);
          }
        });
    server.setExecutor(Executors.newSingleThreadExecutor());
    server.start();
    Config config =
        ConfigLoader.load(
            "logs.exporter=otlp,exporter.otlp.endpoint=http://127.0.0.1:"
                + server.getAddress().getPort()
                + options,
            new Properties(),
            Map.of(),
            new File("absent"));
    LogPipeline pipeline = new LogPipeline(config, metrics);
    pipeline.start(
        ExporterSelection.createForLogs(
            new ExporterFactory.Environment(config, Map.of("service.name", "shop"), metrics),
            List.of(new OtlpExporterFactory())));
    offer(pipeline, megabytes, seconds);
    long waiting = pipeline.exporters().get(0).queued();
    pipeline.close();
    report(megabytes, seconds, waiting);
    System.exit(0);
  }

  private void discard(InputStream body, double megabytesPerSecond) throws IOException {
    byte[] buffer = new byte[64 << 10];
    for (int read = body.read(buffer); read > 0; read = body.read(buffer)) {
      received.addAndGet(read);
      if (megabytesPerSecond > 0) {
        pause((long) (read / megabytesPerSecond * 1_000));
      }
    }
  }

  private void offer(LogPipeline pipeline, double megabytes, int seconds) {
    String line = "order %d of customer 4711 was paid by card, total 42.17 EUR ".repeat(3);
    long perSlice = (long) (megabytes * 1e6 / RECORD_BYTES * SLICE_NANOS / 1e9);
    double exact = megabytes * 1e6 / RECORD_BYTES / 1e9;
    long start = System.nanoTime();
    long end = start + TimeUnit.SECONDS.toNanos(seconds);
    for (long now = start; now - end < 0; now = System.nanoTime()) {
      long due = (long) ((now - start) * exact);
      for (long sent = 0; offered < due && sent <= perSlice * 4; sent++) {
        FinishedLog log = log(line.replace("%d", Long.toString(offered)));
        long before = System.nanoTime();
        pipeline.accept(log);
        measure(System.nanoTime() - before);
        offered++;
      }
      Runtime runtime = Runtime.getRuntime();
      peakHeap = Math.max(peakHeap, runtime.totalMemory() - runtime.freeMemory());
      pause(SLICE_NANOS);
    }
  }

  private void measure(long each) {
    if (measured == nanos.length && measured < 1 << 24) {
      nanos = Arrays.copyOf(nanos, measured * 2);
    }
    if (measured < nanos.length) {
      nanos[measured++] = each;
    }
  }

  private static void pause(long forNanos) {
    try {
      TimeUnit.NANOSECONDS.sleep(forNanos);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static FinishedLog log(String body) {
    long now = System.currentTimeMillis() * 1_000_000;
    return new FinishedLog(
        now,
        now,
        9,
        "INFO",
        body,
        "logback",
        "com.acme.Shop",
        0x0af7651916cd43ddL,
        0x8448eb211c80319cL,
        0xb7ad6b7169203331L,
        (byte) 1,
        null,
        Map.of("thread.name", "http-1"),
        null,
        null,
        null,
        RECORD_BYTES);
  }

  private void report(double megabytes, int seconds, long waiting) {
    long exported = metrics.total("obs_agent_exported_log_records_total", "otlp");
    long full = metrics.total("obs_agent_dropped_total", "logs", "queue_full");
    long failed = metrics.total("obs_agent_dropped_total", "logs", "export_failed");
    long shutdown = metrics.total("obs_agent_dropped_total", "logs", "shutdown");
    Arrays.sort(nanos, 0, measured);
    System.out.printf(
        "asked for      %.1f MB/s for %d s%n"
            + "offered        %,d records, %.1f MB/s%n"
            + "delivered      %,d records, %.1f MB of OTLP%n"
            + "dropped        %,d queue_full, %,d export_failed, %,d shutdown (%,d waited at the"
            + " end)%n"
            + "accounted for  %,d of %,d%n"
            + "handing over   median %,d ns, p99 %,d ns, p99.9 %,d ns, most %,d ns%n"
            + "heap           peak %,d MB, garbage included, of %,d MB%n",
        megabytes,
        seconds,
        offered,
        offered * (double) RECORD_BYTES / seconds / 1e6,
        exported,
        received.get() / 1e6,
        full,
        failed,
        shutdown,
        waiting,
        exported + full + failed + shutdown,
        offered,
        at(0.5),
        at(0.99),
        at(0.999),
        nanos[measured - 1],
        peakHeap >> 20,
        Runtime.getRuntime().maxMemory() >> 20);
  }

  private long at(double part) {
    return nanos[(int) ((measured - 1) * part)];
  }
}
