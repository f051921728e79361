// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

import io.obsagent.insight.labels.LabelMatcher;
import io.obsagent.insight.labels.Labels;
import io.obsagent.insight.series.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * One line of a test's series: {@code http_requests{job="api"} 0+10x5 _ stale NaN}, as Prometheus'
 * test scripts and promtool's unit tests write it.
 *
 * @param labels the series
 * @param points its points, one an interval
 */
public record SeriesNotation(Labels labels, List<Point> points) {
  /** The most points that one line may stand for. */
  static final int MAX_POINTS = 1_000_000;

  public SeriesNotation {
    points = List.copyOf(points);
  }

  /** One point of the series. */
  public sealed interface Point {
    /** No sample. */
    record Omitted() implements Point {}

    /** A number; the stale marker is {@link Samples#STALE_NAN}. */
    record Value(double value) implements Point {}

    /** A native histogram, kept as its text: the engine knows no such samples. */
    record Histogram(String text) implements Point {}
  }

  /**
   * @throws ParseException if the line is not in the notation
   */
  public static SeriesNotation parse(String line) {
    int end = metricEnd(line);
    return new SeriesNotation(
        parseLabels(line.substring(0, end)), parsePoints(line.substring(end)));
  }

  /** The offset after the metric at the start of a line. */
  private static int metricEnd(String line) {
    int depth = 0;
    char quote = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quote != 0) {
        i += c == '\\' && quote != '`' ? 1 : 0;
        quote = c == quote ? 0 : quote;
      } else if (c == '"' || c == '\'' || c == '`') {
        quote = c;
      } else if (c == '{') {
        depth++;
      } else if (c == '}' && --depth == 0) {
        return i + 1;
      } else if (depth == 0 && Lexer.isSpace(c) && !bracesFollow(line, i)) {
        return i;
      }
    }
    return line.length();
  }

  private static boolean bracesFollow(String line, int from) {
    String rest = line.substring(from).stripLeading();
    return rest.startsWith("{") && !rest.startsWith("{{");
  }

  /**
   * @throws ParseException if the text is not a metric
   */
  public static Labels parseLabels(String metric) {
    String text = metric.strip();
    if (text.isEmpty() || text.equals("{}")) {
      return Labels.EMPTY;
    }
    TokenStream tokens = new TokenStream(text);
    Expr.VectorSelector selector = new SelectorParser(tokens).parse();
    if (!tokens.at(TokenType.EOF)) {
      throw tokens.unexpected("", "");
    }
    TreeMap<String, String> labels = new TreeMap<>();
    for (LabelMatcher matcher : selector.matchers()) {
      if (matcher.op() != LabelMatcher.Op.EQUAL) {
        throw new ParseException(
            text, 0, "unexpected " + matcher.op().symbol() + " in label set, expected \"=\"");
      }
      labels.put(matcher.name(), matcher.value());
    }
    return Labels.of(labels);
  }

  /**
   * @throws ParseException if the text is not a sequence of points, or one of more than a million
   */
  public static List<Point> parsePoints(String sequence) {
    List<Point> points = new ArrayList<>();
    parsePoints(sequence, MAX_POINTS + 1L, points::add);
    if (points.size() > MAX_POINTS) {
      throw new ParseException(sequence, 0, "more than " + MAX_POINTS + " points");
    }
    return points;
  }

  /**
   * Hands on the first points of a sequence, which is read to its end in any case.
   *
   * @param most how many are wanted; the others cost nothing
   * @throws ParseException if the text is not a sequence of points
   */
  public static void parsePoints(String sequence, long most, Consumer<Point> to) {
    Sink points = new Sink(most, to);
    int pos = 0;
    while (true) {
      while (pos < sequence.length() && Lexer.isSpace(sequence.charAt(pos))) {
        pos++;
      }
      if (pos == sequence.length()) {
        return;
      }
      int end = itemEnd(sequence, pos);
      item(sequence, pos, sequence.substring(pos, end), points);
      pos = end;
    }
  }

  /** Takes points as long as they are wanted. */
  private static final class Sink {
    private final Consumer<Point> to;
    private long wanted;

    Sink(long most, Consumer<Point> to) {
      this.wanted = most;
      this.to = to;
    }

    /** Whether more is wanted. */
    boolean add(Point point) {
      if (wanted > 0) {
        wanted--;
        to.accept(point);
      }
      return wanted > 0;
    }
  }

  private static int itemEnd(String text, int from) {
    int pos = from;
    boolean histogram = false;
    while (pos < text.length() && (histogram || !Lexer.isSpace(text.charAt(pos)))) {
      if (text.startsWith("{{", pos)) {
        histogram = true;
        pos++;
      } else if (text.startsWith("}}", pos)) {
        histogram = false;
        pos++;
      }
      pos++;
    }
    return Math.min(pos, text.length());
  }

  private static void item(String all, int offset, String item, Sink points) {
    if (item.startsWith("{{")) {
      int close = item.lastIndexOf("}}");
      int times = close < 0 ? -1 : item.indexOf('x', close);
      long count = times < 0 ? 1 : 1 + repetitions(all, offset, item.substring(times + 1));
      repeat(points, new Point.Histogram(item), count);
      return;
    }
    if (item.startsWith("_")) {
      long count = item.equals("_") ? 1 : blanks(all, offset, item);
      repeat(points, new Point.Omitted(), count);
      return;
    }
    if (item.equalsIgnoreCase("stale")) {
      points.add(new Point.Value(Samples.STALE_NAN));
      return;
    }
    values(all, offset, item, points);
  }

  private static void repeat(Sink to, Point point, long count) {
    long left = count;
    while (left > 0 && to.add(point)) {
      left--;
    }
  }

  private static long blanks(String all, int offset, String item) {
    if (item.charAt(1) != 'x') {
      throw unexpected(all, offset, item);
    }
    return repetitions(all, offset, item.substring(2));
  }

  private static void values(String all, int offset, String item, Sink points) {
    int times = item.toLowerCase(Locale.ROOT).lastIndexOf('x');
    String numbers = times < 0 ? item : item.substring(0, times);
    int step = stepStart(numbers);
    if (times < 0) {
      points.add(new Point.Value(value(all, offset, numbers)));
      return;
    }
    long count = 1 + repetitions(all, offset, item.substring(times + 1));
    double start = value(all, offset, step < 0 ? numbers : numbers.substring(0, step));
    double increment = step < 0 ? 0 : value(all, offset, numbers.substring(step));
    double current = start;
    for (long i = 0; i < count && points.add(new Point.Value(current)); i++) {
      current += increment;
    }
  }

  /** The offset of the sign that separates start and increment, or −1. */
  private static int stepStart(String numbers) {
    for (int i = 1; i < numbers.length(); i++) {
      char c = numbers.charAt(i);
      char before = Character.toLowerCase(numbers.charAt(i - 1));
      if ((c == '+' || c == '-') && before != 'e') {
        return i;
      }
    }
    return -1;
  }

  private static long repetitions(String all, int offset, String count) {
    try {
      return Integer.toUnsignedLong(Integer.parseUnsignedInt(count));
    } catch (NumberFormatException e) {
      throw new ParseException(all, offset, "invalid repetition in series values: " + count);
    }
  }

  private static double value(String all, int offset, String text) {
    try {
      if (text.isEmpty()) {
        throw new NumberFormatException("empty");
      }
      return NumberSyntax.number(text);
    } catch (NumberFormatException e) {
      throw unexpected(all, offset, text);
    }
  }

  private static ParseException unexpected(String all, int offset, String text) {
    return new ParseException(
        all, offset, "unexpected " + Quoting.quote(text) + " in series values");
  }
}
