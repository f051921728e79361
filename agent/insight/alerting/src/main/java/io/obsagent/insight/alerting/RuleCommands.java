// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting;

import io.obsagent.insight.alerting.rules.CheckRules;
import io.obsagent.insight.alerting.rules.TestRules;
import io.obsagent.spi.cli.Command;
import java.io.PrintStream;
import java.util.List;

/** The jar's commands for rule files, with promtool's formats. */
public final class RuleCommands {
  private RuleCommands() {}

  /** {@code check rules}. */
  public static final class Check implements Command {
    @Override
    public String name() {
      return "check rules";
    }

    @Override
    public String arguments() {
      return "FILE|DIRECTORY|PATTERN...";
    }

    @Override
    public String description() {
      return "Checks rule files in Prometheus' format or in the short forms.";
    }

    @Override
    public String details() {
      return """
          Each fault is told with file and line. Of a directory, and of a pattern such as 'rules/**',
          all YAML files are checked but those with tests.
          Exit codes: 0 all is well, 1 something is wrong in a file, 2 the arguments make no sense,
          3 a file cannot be read. Of several files, the worst counts.
          """;
    }

    @Override
    public int run(List<String> arguments, PrintStream out, PrintStream err) {
      return new CheckRules().run(arguments, out, err);
    }
  }

  /** {@code test rules}. */
  public static final class Test implements Command {
    @Override
    public String name() {
      return "test rules";
    }

    @Override
    public String arguments() {
      return "FILE|DIRECTORY|PATTERN...";
    }

    @Override
    public String description() {
      return "Runs unit tests of rules, written as for promtool.";
    }

    @Override
    public String details() {
      return """
          Of a directory, and of a pattern such as 'rules/**', all test files are run.
          Exit codes: 0 all is well, 1 something is wrong in a file, 2 the arguments make no sense,
          3 a file cannot be read. Of several files, the worst counts.
          """;
    }

    @Override
    public int run(List<String> arguments, PrintStream out, PrintStream err) {
      return new TestRules().run(arguments, out, err);
    }
  }
}
