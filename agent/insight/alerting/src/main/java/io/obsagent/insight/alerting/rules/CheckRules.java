// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.rules;

import io.obsagent.insight.files.FilePaths;
import io.obsagent.spi.cli.Command;
import io.obsagent.yaml.Unreadable;
import io.obsagent.yaml.YamlException;
import io.obsagent.yaml.YamlMap;
import io.obsagent.yaml.YamlReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code check rules}, with the output of promtool. */
public final class CheckRules {
  /**
   * @param args files, directories and patterns such as {@code rules/**}
   * @return an exit code of {@link Command}: of the worst file
   */
  public int run(List<String> args, PrintStream out, PrintStream err) {
    if (args.isEmpty()) {
      err.println("usage: check rules FILE|DIRECTORY|PATTERN…");
      return Command.USAGE;
    }
    int worst = Command.OK;
    for (String argument : args) {
      List<Path> files;
      try {
        files = FilePaths.find(argument);
      } catch (IOException | UncheckedIOException | InvalidPathException e) {
        err.println(argument + ": cannot be read: " + Unreadable.reason(e));
        worst = Command.UNREADABLE;
        continue;
      }
      boolean found = files.size() != 1 || !files.get(0).toString().equals(argument);
      int checked = 0;
      for (Path file : files) {
        boolean test = isTest(file);
        if (test && !found) {
          out.println("Checking " + file);
          err.println(
              "  FAILED:\n    " + file + ": holds tests of rules; run them by 'test rules'");
          checked++;
          worst = Math.max(worst, Command.FINDINGS);
        } else if (!test) {
          checked++;
          worst = Math.max(worst, check(file, out, err));
        }
      }
      if (checked == 0) {
        err.println(argument + ": there is no rule file (.yml, .yaml)");
        worst = Command.UNREADABLE;
      }
    }
    return worst;
  }

  /** Tests lie beside the rules; {@code test rules} runs them. */
  private static boolean isTest(Path file) {
    try {
      YamlMap root = YamlMap.of(YamlReader.read(file), new ArrayList<>());
      return root.has("tests") && !root.has("groups");
    } catch (IOException | YamlException told) {
      return false;
    }
  }

  private static int check(Path file, PrintStream out, PrintStream err) {
    out.println("Checking " + file);
    int code = Command.OK;
    try {
      RuleFile rules = RuleFileReader.read(file);
      rules.warnings().forEach(warning -> out.println("  NOTE: " + warning));
      if (rules.errors().isEmpty()) {
        out.println("  SUCCESS: " + rules.rules() + " rules found");
      } else {
        code = Command.FINDINGS;
        out.flush();
        err.println("  FAILED:");
        rules.errors().forEach(error -> err.println("    " + error));
      }
    } catch (IOException e) {
      code = Command.UNREADABLE;
      err.println("  FAILED:\n    " + file + ": can't be read: " + Unreadable.reason(e));
    }
    out.println();
    return code;
  }
}
