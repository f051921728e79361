// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.rules;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code check rules FILE…}, with the output and exit codes of promtool. */
public final class CheckRules {
  private static final int INVALID = 3;

  /**
   * @return 0 if every file is well, 3 if a rule is not or a file can't be read, 1 without a file
   */
  public int run(List<String> args, PrintStream out, PrintStream err) {
    if (args.isEmpty()) {
      err.println("usage: check rules FILE…");
      return 1;
    }
    boolean failed = false;
    for (String file : args) {
      out.println("Checking " + file);
      RuleFile rules = read(file);
      rules.warnings().forEach(warning -> out.println("  NOTE: " + warning));
      if (rules.errors().isEmpty()) {
        out.println("  SUCCESS: " + rules.rules() + " rules found");
      } else {
        failed = true;
        err.println("  FAILED:");
        rules.errors().forEach(error -> err.println("    " + error));
      }
      out.println();
    }
    return failed ? INVALID : 0;
  }

  private static RuleFile read(String file) {
    try {
      return RuleFileReader.read(file, Files.readString(Path.of(file)));
    } catch (IOException e) {
      return new RuleFile(List.of(), List.of(file + ": can't be read: " + e));
    }
  }
}
