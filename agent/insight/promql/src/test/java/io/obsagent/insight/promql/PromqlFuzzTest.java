// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.insight.labels.Labels;
import io.obsagent.insight.series.Samples;
import io.obsagent.insight.series.SeriesReader;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Generated inputs; {@code -Dfuzz.count=1000000} runs a million. */
class PromqlFuzzTest {
  private static final int COUNT = Integer.getInteger("fuzz.count", 5_000);
  private static final String[] PARTS = {
    "sum",
    "by",
    "without",
    "(",
    ")",
    "{",
    "}",
    "[",
    "]",
    "[5m]",
    "[5m:1m]",
    ",",
    "=",
    "=~",
    "!~",
    "!=",
    "\"",
    "'",
    "`",
    "a",
    "b",
    "le",
    "metric",
    "\"x.y\"",
    "\"a\\xffb\"",
    "\"(.*\"",
    "offset",
    "@",
    "start()",
    "end()",
    "5m",
    "1e400",
    "0x1F",
    "1_0",
    "NaN",
    "Inf",
    "-",
    "+",
    "*",
    "/",
    "%",
    "^",
    "and",
    "or",
    "unless",
    "on",
    "ignoring",
    "group_left",
    "bool",
    "==",
    ">",
    "atan2",
    "topk",
    "quantile",
    "count_values",
    "rate",
    "histogram_quantile",
    "label_replace",
    "absent",
    "clamp",
    "max_over_time",
    "vector",
    "scalar",
    "time()",
    "step()",
    "range()",
    "min_of",
    ":",
    "\n",
    "#",
    "\u00e9",
    "\ud83d\ude00",
    "\ud800",
    "\0",
    "9999999999999y",
    "-1",
    "1",
    "0.5",
    "\"\\u00e9\"",
    "sort",
    "year",
    "1w2d",
    "metric{a=\"b\"}",
    "fill(",
    "anchored",
    "info(",
    "</",
    "timestamp"
  };
  private static final String[] SEEDS = {
    "sum by (a) (rate(metric{a=~\"x.*\"}[5m] offset 1m)) / on (a) group_left (b) metric",
    "histogram_quantile(0.9, sum by (le) (rate(metric[5m])))",
    "max_over_time(rate(metric[1m])[10m:30s] @ end()) > bool 2 ^ -1",
    "label_replace(metric, \"dst\", \"$1-${2}\", \"a\", \"(.)(.*)\") or vector(time()) unless metric",
    "topk(2, metric) + ignoring (a) group_right () count_values(\"v\", metric)",
    "predict_linear(metric[5m], 3600) <= quantile_over_time(0.5, metric[5m+step()*2])"
  };

  private final Random random = new Random(42);

  private final SeriesReader reader =
      (matchers, from, to, max) ->
          List.of(
              new Samples(
                  Labels.of("__name__", "metric", "a", "xy", "le", "1"),
                  new long[] {0, 15_000, 30_000},
                  new double[] {1, Double.NaN, 3},
                  3));

  @Test
  void nothingButTheOwnExceptionsComesOfAnyInput() {
    Engine engine =
        new Engine(
            EngineOptions.defaults()
                .withMaxSamples(20_000)
                .withTimeout(Duration.ofSeconds(2), System::nanoTime));
    int parsed = 0;
    for (int i = 0; i < COUNT; i++) {
      String input = input();
      try {
        Expr expr = PromqlParser.parse(input);
        parsed++;
        assertThat(expr.toString()).isEqualTo(PromqlParser.parse(expr.toString()).toString());
        engine.instant(reader, expr, 40_000);
        if (expr.type() == ValueType.VECTOR) {
          engine.range(reader, expr, 0, 60_000, 30_000);
        }
      } catch (PromqlException e) {
        assertThat(e.getMessage()).isNotEmpty();
      } catch (RuntimeException | Error e) {
        throw new AssertionError("input: " + Quoting.quote(input), e);
      }
    }
    assertThat(parsed).isPositive();
  }

  @Test
  void nothingButTheOwnExceptionsComesOfAnySeriesNotation() {
    String[] parts = {
      "1",
      "+",
      "x",
      "2",
      "_",
      " ",
      "stale",
      "{{",
      "}}",
      "NaN",
      "-",
      "{",
      "}",
      "a",
      "=\"b\"",
      "e",
      "0x",
      "99999999999",
      ",",
      "\"",
      "Inf"
    };
    for (int i = 0; i < COUNT; i++) {
      StringBuilder line = new StringBuilder(random.nextBoolean() ? "metric " : "");
      for (int n = random.nextInt(8); n >= 0; n--) {
        line.append(parts[random.nextInt(parts.length)]);
      }
      try {
        SeriesNotation.parse(line.toString());
      } catch (PromqlException e) {
        assertThat(e.getMessage()).isNotEmpty();
      }
    }
  }

  private String input() {
    StringBuilder text = new StringBuilder();
    switch (random.nextInt(4)) {
      case 0 -> {
        for (int n = random.nextInt(30); n >= 0; n--) {
          text.append(part()).append(random.nextInt(3) == 0 ? " " : "");
        }
      }
      case 1 -> {
        String[] words = seed().split("(?<=\\W)|(?=\\W)");
        for (String word : words) {
          text.append(random.nextInt(12) == 0 ? part() : word);
        }
      }
      case 2 -> {
        text.append(seed());
        for (int n = random.nextInt(4); n >= 0; n--) {
          text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(256));
        }
      }
      default -> {
        String seed = seed();
        text.append(seed, 0, random.nextInt(seed.length()));
        String other = seed();
        text.append(other.substring(random.nextInt(other.length())));
      }
    }
    return text.toString();
  }

  private String part() {
    return PARTS[random.nextInt(PARTS.length)];
  }

  private String seed() {
    return SEEDS[random.nextInt(SEEDS.length)];
  }

  @Test
  void depthIsBounded() {
    for (String opening : List.of("(", "-", "sum(", "metric + (", "a[5m:", "metric offset (")) {
      assertThat(messageOf(opening.repeat(20_000))).isNotEmpty();
    }
    assertThat(messageOf("1" + " + 1".repeat(2_000))).contains("more than 1000 operators");
    assertThat(messageOf("(".repeat(300) + "1" + ")".repeat(300))).contains("nested");
    Expr longest = PromqlParser.parse("1" + " + 1".repeat(1_000));
    QueryResult result = new Engine(EngineOptions.defaults()).instant(reader, longest, 0);
    assertThat(((QueryResult.Scalar) result).value()).isEqualTo(1_001);
  }

  private static String messageOf(String input) {
    try {
      PromqlParser.parse(input);
      return "";
    } catch (PromqlException e) {
      return e.getMessage();
    }
  }
}
