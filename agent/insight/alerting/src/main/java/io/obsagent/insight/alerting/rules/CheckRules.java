// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.rules;

import io.obsagent.spi.cli.Command;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** {@code check rules FILE…}, with the output of promtool. */
public final class CheckRules {
  /**
   * @return an exit code of {@link Command}: of the worst file
   */
  public int run(List<String> args, PrintStream out, PrintStream err) {
    if (args.isEmpty()) {
      err.println("usage: check rules FILE…");
      return Command.USAGE;
    }
    int worst = Command.OK;
    for (String file : args) {
      out.println("Checking " + file);
      RuleFile rules;
      try {
        rules = RuleFileReader.read(Path.of(file));
      } catch (IOException | InvalidPathException e) {
        worst = Command.UNREADABLE;
        err.println("  FAILED:\n    " + file + ": can't be read: " + e);
        out.println();
        continue;
      }
      rules.warnings().forEach(warning -> out.println("  NOTE: " + warning));
      if (rules.errors().isEmpty()) {
        out.println("  SUCCESS: " + rules.rules() + " rules found");
      } else {
        worst = Math.max(worst, Command.FINDINGS);
        err.println("  FAILED:");
        rules.errors().forEach(error -> err.println("    " + error));
      }
      out.println();
    }
    return worst;
  }
}
