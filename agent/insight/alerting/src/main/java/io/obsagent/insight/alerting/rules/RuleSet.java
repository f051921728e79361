// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.rules;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All rules there are: those of the agent, those of files, those added at run time. The last kind,
 * and what is switched off, survive a restart where there is a data directory.
 */
final class RuleSet {
  private static final String ADDED_FILE = "added-rules.yml";
  private static final String DISABLED_FILE = "disabled-rules.txt";
  private static final int MAX_ADDED = 1_000;

  private final RuleEngine engine;
  private final List<RuleGroup> builtin;
  private final @Nullable Path directory;
  private final Consumer<String> warn;
  private final Map<String, RuleDefinition> added = new LinkedHashMap<>();
  private List<RuleFile> files = List.of();

  RuleSet(RuleEngine engine, boolean builtin, @Nullable Path directory, Consumer<String> warn) {
    this.engine = engine;
    this.builtin = builtin ? BuiltinRules.groups() : List.of();
    this.directory = directory;
    this.warn = warn;
  }

  synchronized void restore() {
    if (directory == null) {
      return;
    }
    try {
      Path file = directory.resolve(ADDED_FILE);
      if (Files.exists(file)) {
        RuleFile read = RuleFileReader.read(ADDED_FILE, Files.readString(file));
        read.errors().forEach(warn);
        read.groups().forEach(group -> group.rules().forEach(rule -> added.put(rule.name(), rule)));
      }
      Path disabled = directory.resolve(DISABLED_FILE);
      if (Files.exists(disabled)) {
        engine.disableAll(Files.readAllLines(disabled));
      }
    } catch (IOException e) {
      warn.accept("rules: can't read " + directory + " (" + e + "); added rules are missing");
    }
  }

  /** Replaces the rules of files. Wrong rules are left out; whoever read the files tells them. */
  synchronized void load(List<RuleFile> newFiles) {
    files = List.copyOf(newFiles);
    apply();
  }

  private void apply() {
    List<RuleGroup> groups = new ArrayList<>(builtin);
    files.forEach(file -> groups.addAll(file.groups()));
    if (!added.isEmpty()) {
      groups.add(addedGroup());
    }
    engine.load(groups);
  }

  private RuleGroup addedGroup() {
    return new RuleGroup("added", ADDED_FILE, null, 0, Duration.ZERO, List.copyOf(added.values()));
  }

  /**
   * Adds rules, in any form that a rule file may have; one of the same name is replaced.
   *
   * @return what is wrong, in which case nothing was added
   */
  synchronized List<String> add(String yaml) {
    RuleFile read = RuleFileReader.read("request", yaml);
    if (!read.errors().isEmpty()) {
      return read.errors();
    }
    if (read.rules() == 0) {
      return List.of("request:1: no rule in it; give 'groups:' or 'rules:'");
    }
    if (added.size() + read.rules() > MAX_ADDED) {
      return List.of("no more than " + MAX_ADDED + " rules may be added; use a rule file");
    }
    read.groups().forEach(group -> group.rules().forEach(rule -> added.put(rule.name(), rule)));
    apply();
    write(ADDED_FILE, RuleExport.write(List.of(addedGroup())));
    return List.of();
  }

  synchronized boolean enable(String name, boolean on) {
    if (engine.rules().stream().noneMatch(status -> status.rule().name().equals(name))) {
      return false;
    }
    engine.enable(name, on);
    write(DISABLED_FILE, String.join("\n", new TreeSet<>(engine.disabled())));
    return true;
  }

  private void write(String name, String text) {
    if (directory == null) {
      return;
    }
    try {
      Files.createDirectories(directory);
      Path fresh = directory.resolve(name + ".new");
      Files.writeString(fresh, text);
      Files.move(
          fresh,
          directory.resolve(name),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      warn.accept("rules: can't write " + directory.resolve(name) + " (" + e + ")");
    }
  }
}
