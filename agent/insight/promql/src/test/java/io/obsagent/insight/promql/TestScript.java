// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

import io.obsagent.insight.promql.ScriptEval.Expectation;
import io.obsagent.insight.promql.ScriptEval.ExpectedSeries;
import io.obsagent.insight.promql.ScriptEval.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a script of Prometheus' promqltest format into its {@code eval}s. */
final class TestScript {
  private static final Pattern LOAD = Pattern.compile("load(_with_nhcb)?\\s+(.+)");
  private static final Pattern INSTANT =
      Pattern.compile("eval(?:_(fail|warn|ordered|info))?\\s+instant\\s+(?:at\\s+(.+?))?\\s+(.+)");
  private static final Pattern RANGE =
      Pattern.compile(
          "eval(?:_(fail|warn|info))?\\s+range\\s+from\\s+(.+)\\s+to\\s+(.+)\\s+step\\s+(.+?)"
              + "\\s+(.+)");
  private static final Pattern EXPECT =
      Pattern.compile(
          "expect\\s+(ordered|fail|warn|no_warn|info|no_info)(?:\\s+(regex|msg):(.+))?");
  private static final Pattern EXPECT_RANGE =
      Pattern.compile("expect range vector\\s+from\\s+(.+)\\s+to\\s+(.+)\\s+step\\s+(.+)");

  private final List<String> lines;
  private final List<ScriptEval> evals = new ArrayList<>();
  private ScriptStorage storage = new ScriptStorage();
  private int at;

  private TestScript(List<String> lines) {
    this.lines = lines;
  }

  static List<ScriptEval> read(Path file) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      String stripped = line.strip();
      lines.add(stripped.startsWith("#") ? "" : stripped);
    }
    TestScript script = new TestScript(lines);
    while (script.at < lines.size()) {
      script.command();
    }
    return script.evals;
  }

  private void command() {
    String line = lines.get(at);
    Matcher load = LOAD.matcher(line);
    if (line.isEmpty()) {
      at++;
    } else if (line.equals("clear")) {
      storage = new ScriptStorage();
      at++;
    } else if (load.matches()) {
      at++;
      load(millis(load.group(2)), load.group(1) != null);
    } else {
      eval(line);
    }
  }

  private List<String> block() {
    List<String> block = new ArrayList<>();
    while (at < lines.size() && !lines.get(at).isEmpty()) {
      block.add(lines.get(at++));
    }
    return block;
  }

  private void load(long step, boolean customBuckets) {
    storage = storage.copy();
    for (String line : block()) {
      int mark = line.indexOf("@st");
      if (mark > 0) {
        storage.addStartTimestamps(SeriesNotation.parseLabels(line.substring(0, mark)));
      } else {
        storage.add(SeriesNotation.parse(line), step, customBuckets);
      }
    }
  }

  private void eval(String line) {
    int number = ++at;
    Matcher instant = INSTANT.matcher(line);
    Matcher range = RANGE.matcher(line);
    List<Expectation> expectations = new ArrayList<>();
    if (instant.matches()) {
      old(instant.group(1), expectations);
      long time = instant.group(2) == null ? 0 : millis(instant.group(2));
      body(number, instant.group(3), time, time, null, expectations);
    } else if (range.matches()) {
      old(range.group(1), expectations);
      body(
          number,
          range.group(5),
          millis(range.group(2)),
          millis(range.group(3)),
          millis(range.group(4)),
          expectations);
    } else {
      throw new IllegalArgumentException("line " + number + " is no command: " + line);
    }
  }

  private static void old(String suffix, List<Expectation> into) {
    if (suffix != null) {
      into.add(new Expectation(Kind.valueOf(suffix.toUpperCase(Locale.ROOT)), null, null));
    }
  }

  private void body(
      int number, String expr, long start, long end, Long step, List<Expectation> expectations) {
    List<ExpectedSeries> series = new ArrayList<>();
    Double scalar = null;
    String text = null;
    long[] matrix = null;
    for (String line : block()) {
      Matcher expect = EXPECT.matcher(line);
      Matcher range = EXPECT_RANGE.matcher(line);
      if (expect.matches()) {
        expectations.add(expectation(expect));
      } else if (line.startsWith("expect string ")) {
        text = Quoting.unquote(line.substring("expect string ".length()).strip());
      } else if (range.matches()) {
        matrix = new long[] {millis(range.group(1)), millis(range.group(3))};
      } else if (line.startsWith("expected_fail_message")) {
        String message = line.substring("expected_fail_message".length()).strip();
        expectations.add(new Expectation(Kind.FAIL, message, null));
      } else if (line.startsWith("expected_fail_regexp")) {
        String regex = line.substring("expected_fail_regexp".length()).strip();
        expectations.add(new Expectation(Kind.FAIL, null, Pattern.compile(regex)));
      } else if (isNumber(line)) {
        scalar = NumberSyntax.number(line);
      } else {
        SeriesNotation one = SeriesNotation.parse(line);
        series.add(new ExpectedSeries(one.labels(), one.points()));
      }
    }
    evals.add(
        new ScriptEval(
            number, expr, start, end, step, storage, expectations, series, scalar, text, matrix));
  }

  private static Expectation expectation(Matcher expect) {
    Kind kind = Kind.valueOf(expect.group(1).toUpperCase(Locale.ROOT));
    if (expect.group(2) == null) {
      return new Expectation(kind, null, null);
    }
    String text = expect.group(3).strip();
    return expect.group(2).equals("msg")
        ? new Expectation(kind, text, null)
        : new Expectation(kind, null, Pattern.compile(text));
  }

  private static boolean isNumber(String line) {
    try {
      NumberSyntax.number(line);
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static long millis(String text) {
    String digits = text.startsWith("-") ? text.substring(1) : text;
    long sign = text.startsWith("-") ? -1 : 1;
    return sign
        * (isNumber(digits)
            ? Math.round(NumberSyntax.number(digits) * 1000)
            : NumberSyntax.durationMillis(digits));
  }
}
