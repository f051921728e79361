// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TemplateFuzzTest {
  private static final String[] PIECES = {
    "{{",
    "}}",
    "{{-",
    "-}}",
    " ",
    "if ",
    "else ",
    "end",
    "range ",
    "with ",
    "define \"a\"",
    "block",
    "template \"a\" .",
    "$labels",
    ".job",
    "$value",
    "$x := ",
    "$x = ",
    "$x",
    ".",
    "|",
    "(",
    ")",
    ",",
    "\"s\"",
    "`r`",
    "'c'",
    "1",
    "-2.5",
    "1e9",
    "printf \"%d %5.2f %v\"",
    "humanize",
    "join \",\"",
    "args",
    "reReplaceAll \"(a|b)*\" \"$1\"",
    "match \"[\"",
    "title",
    "index",
    "slice",
    "len",
    "eq",
    "and",
    "or",
    "not",
    "query \"up\"",
    "first",
    "break",
    "continue",
    "/*",
    "*/",
    "\\",
    "\"",
    "\n",
    "é",
    "\ud800",
    "\0",
    "toTime",
    "date \"2006\"",
    "tz \"x\"",
    "safeHtml",
    "tmpl \"a\" .",
    "9999999999999"
  };

  /** Size: {@code -Dfuzz.count=1000000}. */
  @Test
  void noTextMakesAnythingButATemplateException() {
    int count = Integer.getInteger("fuzz.count", 20_000);
    Random random = new Random(42);
    int rendered = 0;
    for (int i = 0; i < count; i++) {
      StringBuilder text = new StringBuilder();
      int pieces = random.nextInt(20);
      boolean open = false;
      for (int p = 0; p < pieces; p++) {
        // Half of the texts are well delimited, so that more than the lexer is reached.
        if (i % 2 == 0) {
          text.append(open || random.nextInt(4) > 0 ? "" : "t");
          text.append("{{ ").append(PIECES[4 + random.nextInt(PIECES.length - 4)]).append(' ');
          text.append(PIECES[4 + random.nextInt(PIECES.length - 4)]).append(" }}");
          open = !open;
        } else {
          text.append(PIECES[random.nextInt(PIECES.length)]);
        }
      }
      rendered += renders(text.toString()) ? 1 : 0;
    }
    assertThat(rendered).isGreaterThan(count / 100);
  }

  private static boolean renders(String text) {
    try {
      Scope scope = Scope.ofRule(Map.of("job", "shop"), 1.5).limits(10_000, 10_000);
      scope.query(q -> List.of(new QuerySample(Map.of("a", "b"), 1))).html();
      Template.parse("fuzz", text).render(scope);
      return true;
    } catch (TemplateException e) {
      return false;
    } catch (RuntimeException | StackOverflowError e) {
      throw new AssertionError("for template: " + text, e);
    }
  }
}
