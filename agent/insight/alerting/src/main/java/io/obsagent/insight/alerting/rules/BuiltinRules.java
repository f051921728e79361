// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.rules;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The rules that come with the agent. */
public final class BuiltinRules {
  private static final String FILE = "builtin-rules.yml";

  private BuiltinRules() {}

  /** The file as it is shipped. */
  public static String text() {
    try (InputStream in = BuiltinRules.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + FILE + "; build it anew");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Their templates are not looked into: tests have done so, and few of them are ever rendered. */
  public static List<RuleGroup> groups() {
    return RuleFileReader.readChecked(FILE, text()).groups();
  }
}
