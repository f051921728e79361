// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.rules;

import io.obsagent.insight.files.FilePaths;
import io.obsagent.insight.promql.PromDuration;
import io.obsagent.insight.promql.PromqlException;
import io.obsagent.spi.cli.Command;
import io.obsagent.yaml.Unreadable;
import io.obsagent.yaml.YamlException;
import io.obsagent.yaml.YamlMap;
import io.obsagent.yaml.YamlReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code test rules}: unit tests of rules in promtool's format and output. */
public final class TestRules {
  private static final List<String> KEYS =
      List.of("rule_files", "evaluation_interval", "group_eval_order", "tests", "fuzzy_compare");

  /** What is no fault, but worth a word. */
  private final List<String> notes = new ArrayList<>();

  private final List<String> errors = new ArrayList<>();

  /**
   * @param args files, directories and patterns such as {@code rules/**}
   * @return an exit code of {@link Command}: of the worst file
   */
  public int run(List<String> args, PrintStream out, PrintStream err) {
    if (args.isEmpty()) {
      err.println("usage: test rules FILE|DIRECTORY|PATTERN…");
      return Command.USAGE;
    }
    int worst = Command.OK;
    for (String argument : args) {
      List<Path> files = List.of();
      try {
        files = FilePaths.find(argument);
      } catch (IOException | UncheckedIOException | InvalidPathException e) {
        err.println(argument + ": cannot be read: " + Unreadable.reason(e));
      }
      boolean many = files.size() != 1 || !files.get(0).toString().equals(argument);
      int tests = 0;
      for (Path file : files) {
        int code = test(file, many, out, err);
        tests += code < 0 ? 0 : 1;
        worst = Math.max(worst, code);
      }
      if (tests == 0) {
        err.println(argument + ": there is no test of rules; a test file has the key 'tests:'");
        worst = Command.UNREADABLE;
      }
    }
    return worst;
  }

  /**
   * @param found whether the file was found, not named: then it may be something else
   * @return an exit code, or -1 for a file that is no test
   */
  private int test(Path file, boolean found, PrintStream out, PrintStream err) {
    notes.clear();
    errors.clear();
    int code;
    try {
      YamlMap root = YamlMap.of(YamlReader.read(file), notes);
      if (found && !root.has("tests")) {
        return -1;
      }
      test(file, root);
      code = errors.isEmpty() ? Command.OK : Command.FINDINGS;
    } catch (IOException | UncheckedIOException e) {
      errors.add(file + ": can't be read: " + Unreadable.reason(e));
      code = Command.UNREADABLE;
    } catch (YamlException e) {
      errors.addAll(e.problems());
      code = Command.FINDINGS;
    }
    out.println("Unit Testing:  " + file);
    notes.forEach(note -> out.println("  NOTE: " + note));
    if (errors.isEmpty()) {
      out.println("  SUCCESS");
    } else {
      out.flush();
      err.println("  FAILED:");
      errors.forEach(error -> err.println(error.indent(4).stripTrailing()));
    }
    out.println();
    return code;
  }

  private void test(Path file, YamlMap root) throws YamlException, IOException {
    root.allowOnly("a test file", KEYS);
    Duration interval = positive(root, "evaluation_interval", Duration.ofMinutes(1));
    List<RuleGroup> groups = new ArrayList<>();
    for (String pattern : root.texts("rule_files")) {
      List<Path> files = expand(file, pattern);
      if (files.isEmpty()) {
        root.warn("rule_files", "no file matches '" + pattern + "'");
      }
      for (Path rules : files) {
        RuleFile read = RuleFileReader.read(rules);
        errors.addAll(read.errors());
        groups.addAll(read.groups());
      }
    }
    if (!errors.isEmpty()) {
      return;
    }
    List<RuleGroup> ordered = order(groups, root.texts("group_eval_order"));
    boolean fuzzy = root.flag("fuzzy_compare", false);
    for (YamlMap test : root.maps("tests")) {
      try {
        new RuleTestRun(test, ordered, interval, fuzzy, errors, notes).run();
      } catch (YamlException e) {
        errors.addAll(e.problems());
      } catch (PromqlException | IllegalArgumentException e) {
        errors.add(test.place() + ": " + e.getMessage());
      }
    }
  }

  static Duration duration(YamlMap map, String key, Duration otherwise) throws YamlException {
    return map.value(key, otherwise, PromDuration::parse);
  }

  /** As in promtool, none is the same as zero. */
  static Duration positive(YamlMap map, String key, Duration otherwise) throws YamlException {
    Duration given = duration(map, key, otherwise);
    return given.isZero() ? otherwise : given;
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
    Path path = parent == null ? Path.of(pattern) : parent.resolve(pattern).normalize();
    return FilePaths.expand(path).stream().filter(Files::exists).toList();
  }
}
