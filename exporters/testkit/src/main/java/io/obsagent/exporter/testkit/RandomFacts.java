// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.testkit;

import static io.obsagent.exporter.testkit.TestSpan.EPOCH_NANOS;

import io.obsagent.spi.export.FinishedSpan;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricFamily.Exemplar;
import io.obsagent.spi.metrics.MetricFamily.HistogramPoint;
import io.obsagent.spi.metrics.MetricFamily.NumberPoint;
import io.obsagent.spi.metrics.MetricFamily.Point;
import io.obsagent.spi.metrics.MetricFamily.SummaryPoint;
import io.obsagent.spi.metrics.MetricFamily.Type;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceState;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/**
 * Spans and metrics with whatever an application may put into them. The same seed gives the same,
 * so that what another library makes of them can be compared. Not thread-safe.
 */
public final class RandomFacts {
  private static final String[] PIECES = {
    "a",
    "Z",
    "0",
    " ",
    "\t",
    "\n",
    "\r",
    "\r\n",
    "\\",
    "\\n",
    "\"",
    "'",
    "{",
    "}",
    "=",
    ",",
    "<",
    "&",
    "#",
    "%",
    "\u0000",
    "\u0001",
    "\u001f",
    "\u007f",
    "\u0080",
    "ü",
    "ß",
    "€",
    "漢",
    "\u2028",
    "\u2029",
    "\ufeff",
    "\uffff",
    "😀",
    "👩‍💻",
    "e\u0301",
    "\u202e",
    "select 1; --"
  };

  private static final double[] NUMBERS = {
    0,
    -0.0,
    1,
    -1,
    0.1,
    1.0 / 3,
    1e15,
    1e16,
    123456789012345678.0,
    1e300,
    Double.MAX_VALUE,
    Double.MIN_VALUE,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Math.PI
  };

  private static final long[] LONGS = {
    0, 1, -1, 127, 128, 1L << 35, Long.MAX_VALUE, Long.MIN_VALUE
  };

  private final Random random;

  public RandomFacts(long seed) {
    this.random = new Random(seed);
  }

  public int below(int bound) {
    return random.nextInt(bound);
  }

  public boolean chance() {
    return random.nextBoolean();
  }

  /** Of any characters but half of a surrogate pair, mostly short, sometimes long or empty. */
  public String text() {
    StringBuilder text = new StringBuilder();
    int pieces = below(20) == 0 ? 500 : below(8);
    for (int i = 0; i < pieces; i++) {
      text.append(PIECES[below(PIECES.length)]);
    }
    return text.toString();
  }

  public double number() {
    return chance() ? NUMBERS[below(NUMBERS.length)] : random.nextGaussian() * 1e6;
  }

  /** What a counter may have come to. */
  public double total() {
    double number = Math.abs(number());
    return Double.isNaN(number) ? 0 : number;
  }

  public long integer() {
    return chance() ? LONGS[below(LONGS.length)] : random.nextLong();
  }

  public List<FinishedSpan> spans(int count) {
    List<FinishedSpan> spans = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      spans.add(span());
    }
    return spans;
  }

  /** A span with any of the things that one can have. */
  public TestSpan span() {
    long start = EPOCH_NANOS + random.nextInt(1_000_000_000);
    StatusCode status = StatusCode.values()[below(3)];
    TestSpan span =
        TestSpan.named(text())
            .context(spanContext(false))
            .kind(SpanKind.values()[below(5)])
            .times(start, start + (random.nextLong() & Long.MAX_VALUE) % 1_000_000_000_000L)
            .status(status, status == StatusCode.ERROR ? text() : "")
            .scope("scope-" + below(3))
            .droppedAttributes(below(3));
    if (chance()) {
      span.parent(spanContext(chance()));
    }
    attributes().forEach((key, value) -> with(span, key, value));
    for (int i = below(3); i > 0; i--) {
      span.event(text(), start + i, attributes());
    }
    for (int i = below(3); i > 0; i--) {
      span.link(spanContext(chance()));
    }
    return span;
  }

  @SuppressWarnings("unchecked")
  private static <T> void with(TestSpan span, AttributeKey<T> key, Object value) {
    span.with(key, (T) value);
  }

  private SpanContext spanContext(boolean remote) {
    String trace = HexFormat.of().toHexDigits(random.nextLong() | 1) + hex();
    if (!remote) {
      return TestSpan.context(trace, hex());
    }
    TraceState state = TraceState.getDefault();
    for (int i = below(3); i > 0; i--) {
      state = state.toBuilder().put("vendor" + i, "t61rcWkgMzE" + below(100)).build();
    }
    return TestSpan.remoteContext(trace, hex(), state);
  }

  private String hex() {
    return HexFormat.of().toHexDigits(random.nextLong() | 1);
  }

  private Attributes attributes() {
    var attributes = Attributes.builder();
    for (int i = below(6); i > 0; i--) {
      String key = "k" + i + text();
      switch (below(8)) {
        case 0 -> attributes.put(AttributeKey.longKey(key), integer());
        case 1 -> attributes.put(AttributeKey.doubleKey(key), number());
        case 2 -> attributes.put(AttributeKey.booleanKey(key), chance());
        case 3 -> attributes.put(AttributeKey.stringArrayKey(key), List.of(text(), text()));
        case 4 -> attributes.put(AttributeKey.longArrayKey(key), List.of(integer(), integer()));
        case 5 -> attributes.put(AttributeKey.booleanArrayKey(key), List.of(chance()));
        default -> attributes.put(AttributeKey.stringKey(key), text());
      }
    }
    return attributes.build();
  }

  /**
   * Metrics of all types, each with one series at least.
   *
   * @param utf8 whether names may be of any characters
   */
  public List<MetricFamily> families(int count, boolean utf8) {
    List<MetricFamily> families = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Type type = Type.values()[below(Type.values().length)];
      String name = "metric_" + i + (utf8 ? ".größe" + below(9) : "");
      List<String> labels = new ArrayList<>(List.of("series"));
      for (int label = below(3); label > 0; label--) {
        labels.add("label_" + label + (utf8 ? "-é" + label : ""));
      }
      families.add(family(type == Type.COUNTER ? name + "_total" : name, type, labels));
    }
    return families;
  }

  private MetricFamily family(String name, Type type, List<String> labels) {
    double[] bounds = {0.005, 0.1, 1, 2.5, 1e6};
    List<Point> points = new ArrayList<>();
    for (int series = 1 + below(4); series > 0; series--) {
      List<String> values = new ArrayList<>(List.of("s" + series));
      while (values.size() < labels.size()) {
        values.add(text());
      }
      points.add(
          switch (type) {
            case COUNTER -> new NumberPoint(values, total(), chance() ? exemplar(total()) : null);
            case GAUGE, UNKNOWN -> new NumberPoint(values, number(), null);
            case HISTOGRAM -> histogram(values, bounds);
            case SUMMARY -> summary(values);
          });
    }
    return new MetricFamily(name, "Help: " + text(), "", type, labels, points);
  }

  private HistogramPoint histogram(List<String> values, double[] bounds) {
    long[] cumulative = new long[bounds.length + 1];
    Exemplar[] exemplars = new Exemplar[cumulative.length];
    long count = 0;
    for (int i = 0; i < cumulative.length; i++) {
      count += below(1000);
      cumulative[i] = count;
      double inBucket = i < bounds.length ? bounds[i] : bounds[i - 1] * (2 + total());
      exemplars[i] = chance() ? exemplar(inBucket) : null;
    }
    return new HistogramPoint(values, bounds, cumulative, total(), exemplars);
  }

  private SummaryPoint summary(List<String> values) {
    double[] quantiles = chance() ? new double[] {0.5, 0.99} : new double[0];
    double[] found = new double[quantiles.length];
    for (int i = 0; i < found.length; i++) {
      found[i] = total();
    }
    return new SummaryPoint(values, quantiles, found, below(1000), total());
  }

  private Exemplar exemplar(double value) {
    return new Exemplar(hex() + hex(), hex(), value, EPOCH_NANOS / 1_000_000 + below(1_000_000));
  }
}
