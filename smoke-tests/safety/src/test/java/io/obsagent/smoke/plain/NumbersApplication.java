// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.plain;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.ObjectName;

/** Counts each order by four libraries at once, and says what they have counted. */
public final class NumbersApplication {
  private final Counter micrometer = Metrics.counter("till.sold", "kind", "book");
  private final Timer timer = Metrics.timer("till.work");
  private final io.prometheus.client.Counter simpleclient =
      io.prometheus.client.Counter.build("legacy_orders_total", "Orders.").register();
  private final io.prometheus.client.Summary summary =
      io.prometheus.client.Summary.build("legacy_wait_seconds", "Waits.")
          .quantile(0.5, 0.05)
          .register();
  private final io.prometheus.metrics.core.metrics.Counter modern =
      io.prometheus.metrics.core.metrics.Counter.builder()
          .name("modern_orders_total")
          .help("Orders.")
          .labelNames("kind")
          .register();
  private final io.prometheus.metrics.core.metrics.Histogram sizes =
      io.prometheus.metrics.core.metrics.Histogram.builder()
          .name("modern_size_bytes")
          .help("Sizes.")
          .classicUpperBounds(1, 10)
          .register();
  private final LongCounter opentelemetry;
  private final DoubleHistogram distances;
  private long told;

  private NumbersApplication() {
    Meter meter = GlobalOpenTelemetry.getMeter("com.acme.shop");
    opentelemetry = meter.counterBuilder("shop.orders").setDescription("Orders.").build();
    distances = meter.histogramBuilder("shop.distance").setUnit("m").build();
  }

  /** Sells once, in a span. */
  String sell(String kind) {
    Span span = GlobalOpenTelemetry.getTracer("com.acme.shop").spanBuilder("sell").startSpan();
    try (Scope scope = span.makeCurrent()) {
      return scope == null ? "" : count(kind);
    } finally {
      span.end();
    }
  }

  private String count(String kind) {
    micrometer.increment();
    timer.record(Duration.ofMillis(3));
    simpleclient.inc();
    summary.observe(0.25);
    modern.labelValues(kind).inc();
    sizes.observe(5);
    opentelemetry.add(1);
    distances.record(12.5);
    told++;
    return kind;
  }

  private String counts() {
    return micrometer.count()
        + " "
        + timer.count()
        + " "
        + simpleclient.get()
        + " "
        + modern.labelValues("book").get()
        + " "
        + told;
  }

  /**
   * Classes, objects of what the agent makes of methods, and threads, once all is gone that can.
   */
  private static String footprint() throws Exception {
    String histogram =
        (String)
            ManagementFactory.getPlatformMBeanServer()
                .invoke(
                    new ObjectName("com.sun.management:type=DiagnosticCommand"),
                    "gcClassHistogram",
                    new Object[] {new String[0]},
                    new String[] {String[].class.getName()});
    return instances(histogram, "java\\.lang\\.Class ")
        + " "
        + instances(histogram, "io\\.obsagent\\.methods\\.")
        + " "
        + ManagementFactory.getThreadMXBean().getThreadCount();
  }

  private static long instances(String histogram, String type) {
    Matcher lines = Pattern.compile("(?m)^ *\\d+: +(\\d+) +\\d+ +" + type).matcher(histogram);
    return lines.results().mapToLong(line -> Long.parseLong(line.group(1))).sum();
  }

  public static void main(String[] arguments) throws Exception {
    Metrics.addRegistry(new SimpleMeterRegistry());
    NumbersApplication application = new NumbersApplication();
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    System.out.println("ready");
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      if (line.equals("footprint")) {
        System.out.println("footprint " + footprint());
      } else {
        System.out.println("sold " + application.sell(line) + " " + application.counts());
      }
    }
  }
}
