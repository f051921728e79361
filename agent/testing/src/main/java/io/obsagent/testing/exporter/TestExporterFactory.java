// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing.exporter;

import io.obsagent.spi.config.Option;
import io.obsagent.spi.export.ExporterFactory;
import io.obsagent.spi.export.FinishedSpan;
import io.obsagent.spi.export.SpanExporter;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricFamily.HistogramPoint;
import io.obsagent.spi.metrics.MetricFamily.NumberPoint;
import io.obsagent.spi.metrics.MetricFamily.SummaryPoint;
import io.obsagent.spi.metrics.MetricSource;
import io.obsagent.spi.telemetry.ApplicationChecks;
import io.obsagent.spi.telemetry.Work;
import io.obsagent.spi.telemetry.WorkKind;
import io.obsagent.spi.telemetry.WorkOperation;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.SpanKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * The exporter {@code testing}: puts spans, as maps of JDK types, into a queue that the test's
 * class loader reaches through the system properties, and metrics beside them.
 */
public final class TestExporterFactory implements ExporterFactory {
  /** Key of a {@code Queue<Map<String, Object>>} among the system properties. */
  public static final String SPANS = "obs.testing.spans";

  /** Key of a {@code Supplier<Map<String, Double>>}: series as Prometheus writes them → value. */
  public static final String METRICS = "obs.testing.metrics";

  /** Key of the same for buckets of histograms and quantiles. */
  public static final String PARTS = "obs.testing.parts";

  /** Key of a {@code Supplier<Map<String, String>>}: series or buckets → ids of trace and span. */
  public static final String EXEMPLARS = "obs.testing.exemplars";

  /**
   * Key of a {@code BiConsumer<Map<String, String>, Runnable>}: runs something within a request
   * that came with these headers.
   */
  public static final String SERVED = "obs.testing.served";

  /** Key of a {@code Supplier<String>}: ends a span now and gives its name. */
  public static final String MARK = "obs.testing.mark";

  /** Key of a {@code Supplier<Map<String, Callable<?>>>}: checks of the application's health. */
  public static final String HEALTH = "obs.testing.health";

  private static final WorkKind MARKS = WorkKind.registerNesting("testing-mark", SpanKind.INTERNAL);

  private final AtomicInteger marks = new AtomicInteger();

  @Override
  public String name() {
    return "testing";
  }

  @Override
  public List<Option<?>> options() {
    return List.of();
  }

  @Override
  public SpanExporter create(Environment environment) {
    Queue<Map<String, Object>> queue = new ConcurrentLinkedQueue<>();
    MetricSource metrics = environment.metrics();
    Supplier<Map<String, Double>> reader = () -> read(metrics);
    Faults.install();
    LogRecorder.install();
    LogFormatSwitch.install();
    PoolAccess.install();
    SeenUsers.install();
    StatementTotals.install();
    BiConsumer<Map<String, String>, Runnable> server = ServedRequest::run;
    Supplier<String> mark = this::mark;
    Supplier<Map<String, Callable<?>>> health = TestExporterFactory::health;
    System.getProperties().put(HEALTH, health);
    System.getProperties().put(MARK, mark);
    System.getProperties().put(METRICS, reader);
    Supplier<Map<String, Double>> parts = () -> RecordedParts.of(metrics).values();
    Supplier<Map<String, String>> exemplars = () -> RecordedParts.of(metrics).exemplars();
    System.getProperties().put(PARTS, parts);
    System.getProperties().put(EXEMPLARS, exemplars);
    System.getProperties().put(SERVED, server);
    System.getProperties().put(SPANS, queue);
    return new SpanExporter() {
      @Override
      public int export(List<FinishedSpan> batch) {
        for (FinishedSpan span : batch) {
          queue.add(toMap(span));
        }
        return 0;
      }

      @Override
      public void close() {
        System.getProperties().remove(SPANS);
        System.getProperties().remove(HEALTH);
        System.getProperties().remove(MARK);
        System.getProperties().remove(METRICS);
        System.getProperties().remove(PARTS);
        System.getProperties().remove(EXEMPLARS);
        System.getProperties().remove(SERVED);
      }
    };
  }

  private static Map<String, Callable<?>> health() {
    Map<String, Callable<?>> checks = new TreeMap<>();
    ApplicationChecks.all()
        .forEach(
            (name, added) -> {
              Callable<?> check = added.check().get();
              if (check != null) {
                checks.put(name, check);
              }
            });
    return checks;
  }

  /** Empty where the agent takes no span now. */
  private String mark() {
    String name = "testing mark " + marks.incrementAndGet();
    WorkOperation operation = WorkOperation.startRoot(Work.of(MARKS, name), List.of());
    if (operation == null) {
      return "";
    }
    operation.end(null);
    return name;
  }

  private static Map<String, Object> toMap(FinishedSpan span) {
    Map<String, Object> attributes = new TreeMap<>();
    span.forEachAttribute((key, value) -> attributes.put(key.getKey(), value));
    List<Map<String, Object>> events = new ArrayList<>();
    for (FinishedSpan.Event event : span.events()) {
      Map<String, Object> map = new TreeMap<>();
      event.attributes().forEach((key, value) -> map.put(key.getKey(), value));
      map.put("name", event.name());
      events.add(map);
    }
    Map<String, Object> map = new TreeMap<>();
    map.put("name", span.name());
    map.put("kind", span.kind().name());
    map.put("traceId", span.context().getTraceId());
    map.put("spanId", span.context().getSpanId());
    map.put("parentSpanId", span.parentSpanId() == 0 ? "" : SpanId.fromLong(span.parentSpanId()));
    map.put("status", span.statusCode().name());
    map.put("statusDescription", span.statusDescription());
    map.put("scope", span.scope());
    map.put("start", span.startEpochNanos());
    map.put("end", span.endEpochNanos());
    map.put("attributes", attributes);
    map.put("events", events);
    map.put(
        "links",
        span.links().stream().map(link -> link.getTraceId() + "/" + link.getSpanId()).toList());
    return map;
  }

  private static Map<String, Double> read(MetricSource source) {
    Map<String, Double> series = new TreeMap<>();
    for (MetricFamily family : source.collect()) {
      for (MetricFamily.Point point : family.points()) {
        String labels = labels(family.labelNames(), point.labelValues());
        if (point instanceof NumberPoint number) {
          series.put(family.name() + labels, number.value());
        } else if (point instanceof HistogramPoint histogram) {
          series.put(family.name() + "_count" + labels, (double) histogram.count());
          series.put(family.name() + "_sum" + labels, histogram.sum());
        } else if (point instanceof SummaryPoint summary) {
          series.put(family.name() + "_count" + labels, (double) summary.count());
          series.put(family.name() + "_sum" + labels, summary.sum());
        }
      }
    }
    return series;
  }

  static String labels(List<String> names, List<String> values) {
    if (names.isEmpty()) {
      return "";
    }
    List<String> pairs = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      pairs.add(names.get(i) + "=\"" + values.get(i) + "\"");
    }
    return "{" + String.join(",", pairs) + "}";
  }
}
