// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.rules;

import io.obsagent.insight.alerting.rules.YamlMap.YamlException;
import io.obsagent.insight.promql.PromqlException;
import io.obsagent.spi.cli.Command;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code test rules FILE…}: unit tests of rules in promtool's format and output. */
public final class TestRules {
  private static final List<String> KEYS =
      List.of("rule_files", "evaluation_interval", "group_eval_order", "tests", "fuzzy_compare");

  /**
   * @return an exit code of {@link Command}: of the worst file
   */
  public int run(List<String> args, PrintStream out, PrintStream err) {
    if (args.isEmpty()) {
      err.println("usage: test rules FILE…");
      return Command.USAGE;
    }
    int worst = Command.OK;
    for (String file : args) {
      out.println("Unit Testing:  " + file);
      List<String> notes = new ArrayList<>();
      List<String> errors = test(Path.of(file), notes);
      notes.forEach(note -> out.println("  SKIPPED: " + note));
      if (errors.isEmpty()) {
        out.println("  SUCCESS");
      } else {
        boolean readable = Files.isReadable(Path.of(file)) && !Files.isDirectory(Path.of(file));
        worst = Math.max(worst, readable ? Command.FINDINGS : Command.UNREADABLE);
        err.println("  FAILED:");
        errors.forEach(error -> err.println(error.indent(4).stripTrailing()));
      }
      out.println();
    }
    return worst;
  }

  private static List<String> test(Path file, List<String> notes) {
    List<String> errors = new ArrayList<>();
    try {
      YamlMap root = YamlMap.parse(file.toString(), Files.readString(file), notes);
      root.allowOnly("a test file", KEYS);
      Duration interval = duration(root, "evaluation_interval", Duration.ofMinutes(1));
      List<RuleGroup> groups = new ArrayList<>();
      for (String pattern : root.texts("rule_files")) {
        for (Path rules : expand(file, pattern)) {
          RuleFile read = RuleFileReader.read(rules.toString(), Files.readString(rules));
          errors.addAll(read.errors());
          groups.addAll(read.groups());
        }
      }
      if (!errors.isEmpty()) {
        return errors;
      }
      List<RuleGroup> ordered = order(groups, root.texts("group_eval_order"));
      boolean fuzzy = root.text("fuzzy_compare").equals("true");
      for (YamlMap test : root.maps("tests")) {
        new RuleTestRun(test, ordered, interval, fuzzy, errors, notes).run();
      }
    } catch (IOException | UncheckedIOException e) {
      errors.add(file + ": can't be read: " + e);
    } catch (YamlException | PromqlException | IllegalArgumentException e) {
      errors.add(String.valueOf(e.getMessage()));
    }
    return errors;
  }

  static Duration duration(YamlMap map, String key, Duration otherwise) throws YamlException {
    if (!map.has(key)) {
      return otherwise;
    }
    try {
      return PromDuration.parse(map.text(key));
    } catch (IllegalArgumentException e) {
      throw new YamlException(map.place(key) + ": " + e.getMessage());
    }
  }

  private static List<RuleGroup> order(List<RuleGroup> groups, List<String> names) {
    List<RuleGroup> ordered = new ArrayList<>();
    for (String name : names) {
      groups.stream().filter(group -> group.name().equals(name)).forEach(ordered::add);
    }
    groups.stream().filter(group -> !ordered.contains(group)).forEach(ordered::add);
    return ordered;
  }

  private static List<Path> expand(Path testFile, String pattern) {
    @Nullable Path parent = testFile.toAbsolutePath().getParent();
    return RulePaths.expand(
        parent == null ? Path.of(pattern) : parent.resolve(pattern).normalize());
  }
}
