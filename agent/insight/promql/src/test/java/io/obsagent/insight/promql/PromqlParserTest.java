// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.promql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.insight.promql.NotSupportedException.Feature;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PromqlParserTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "~~|unknown position: parse error: no expression found in input",
        "sum(up|1:7: parse error: unclosed left parenthesis",
        "up) + 1|1:4: parse error: unexpected right parenthesis ')'",
        "up[|1:4: parse error: unexpected end of input in duration expression",
        "up[5x]|1:4: parse error: bad number or duration syntax: \"5\"",
        "up[5mm]|1:4: parse error: bad number or duration syntax: \"5mm\"",
        "up[5m|1:6: parse error: unclosed left bracket",
        "1 +|1:4: parse error: unexpected end of input",
        "up up|1:4: parse error: unexpected identifier \"up\"",
        "up{job}|1:7: parse error: unexpected \"}\" in label matching, expected label matching"
            + " operator",
        "up{job=1}|1:8: parse error: unexpected character inside braces: '1'",
        "up{a=\"b\" c=\"d\"}|1:10: parse error: unexpected identifier \"c\" in label matching,"
            + " expected \",\" or \"}\"",
        "sum by job (up)|1:8: parse error: unexpected identifier \"job\" in grouping opts, expected"
            + " \"(\"",
        "{}|1:1: parse error: vector selector must contain at least one non-empty matcher",
        "up{__name__=\"x\"}|1:1: parse error: metric name must not be set twice: \"up\" or \"x\"",
        "foo(1)|1:1: parse error: unknown function with name \"foo\"",
        "rate(up)|1:6: parse error: expected type range vector in call to function \"rate\", got"
            + " instant vector",
        "abs()|1:1: parse error: expected 1 argument(s) in call to \"abs\", got 0",
        "1 == 1|1:3: parse error: comparisons between scalars must use BOOL modifier",
        "up + bool up|1:4: parse error: bool modifier can only be used on comparison operators",
        "1 and up|1:1: parse error: set operator \"and\" not allowed in binary scalar expression",
        "up and on (a) group_left () up|1:1: parse error: no grouping allowed for \"and\" operation",
        "up[5m][5m]|1:7: parse error: ranges only allowed for vector selectors",
        "up offset 1m[5m]|1:13: parse error: no offset modifiers allowed before range",
        "1 offset 1m|1:1: parse error: offset modifier must be preceded by an instant vector"
            + " selector or range vector selector or a subquery",
        "up offset 1m offset 1m|1:1: parse error: offset may not be set multiple times",
        "up @ foo|1:6: parse error: unexpected identifier \"foo\" in @, expected timestamp",
        "topk(up)|1:1: parse error: wrong number of arguments for aggregate expression provided,"
            + " expected 2, got 1",
        "up[0]|1:4: parse error: duration must be greater than 0",
        "up{a=\"\\q\"}|1:6: parse error: unknown escape sequence U+0071 'q'",
        "\"x|1:1: parse error: unterminated quoted string",
      })
  void anErrorTellsPlaceAndReasonAsPrometheusDoes(String input, String message) {
    assertThatThrownBy(() -> PromqlParser.parse(input))
        .isInstanceOf(ParseException.class)
        .hasMessage(message);
  }

  @Test
  void thePlaceOfAnErrorCountsLines() {
    assertThatThrownBy(() -> PromqlParser.parse("sum(\n  up,\n  é)"))
        .hasMessage("3:3: parse error: unexpected character: 'é'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "up",
        "{__name__=~\"up.*\",job=\"a\"}",
        "up{job!=\"a\"} @ 12.500 offset 5m",
        "up[5m] @ end() offset -1h30m",
        "rate(up[5m])[1h:30s] @ start()",
        "sum by (job, \"a.b\") (up)",
        "quantile without (a) (0.9, up)",
        "a / on (x) group_left (y) b",
        "a == bool ignoring (x) b",
        "-up ^ 2 + (1 - -1)",
        "up[2 * step() + 1m:min_of(range(), 5m)]",
        "label_replace(up, \"a\", \"$1\\n\", \"b\", \"(.*)\")",
        "5m",
        "up or vector(NaN) unless up"
      })
  void anExpressionPrintsAsItIsWritten(String input) {
    String printed = PromqlParser.parse(input).toString();
    assertThat(PromqlParser.parse(printed).toString()).isEqualTo(printed);
    assertThat(printed.replaceAll("\\s+", " ").replace(") (", ")("))
        .isEqualTo(
            input
                .replaceAll("\\s+", " ")
                .replace(") (", ")(")
                .replace("2 * step() + 1m", "2s * step() + 1m"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0x1F|31",
        "1_000|1000",
        "1e3|1000",
        ".5|0.5",
        "5m|300",
        "1h30m|5400",
        "010|8",
        "iNf|Infinity",
        "2 ^ 3 ^ 2|512",
        "-2 ^ 2|-4",
        "2 * 3 % 4|2",
        "1 - 1 - 1|-1",
        "10 atan2 20|0.4636476090008061"
      })
  void numbersAndPrecedenceAreThoseOfTheLanguage(String input, double value) {
    QueryResult result =
        new Engine(EngineOptions.defaults())
            .instant((m, f, t, x) -> List.of(), PromqlParser.parse(input), 0);
    assertThat(((QueryResult.Scalar) result).value()).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "histogram_avg(up)|NATIVE_HISTOGRAMS",
        "info(up)|EXPERIMENTAL_FUNCTION",
        "start_timestamp(up)|START_TIMESTAMPS"
      })
  void whatIsLeftOutIsToldApart(String input, Feature feature) {
    assertThatThrownBy(() -> PromqlParser.parse(input))
        .isInstanceOfSatisfying(
            NotSupportedException.class, e -> assertThat(e.feature()).isEqualTo(feature));
  }

  @Test
  void keywordsAreMetricAndLabelNamesWhereTheyCanBe() {
    assertThat(PromqlParser.parse("sum(sum) by (by, on) + offset{bool=\"x\"}").toString())
        .isEqualTo("sum by (by, on) (sum) + offset{bool=\"x\"}");
  }

  @Test
  void aQuotedNameIsAMetricName() {
    assertThat(PromqlParser.parseSelector("{\"http.requests\", \"a b\"=\"c\"}"))
        .extracting(Object::toString)
        .containsExactly("__name__=\"http.requests\"", "a b=\"c\"");
  }
}
