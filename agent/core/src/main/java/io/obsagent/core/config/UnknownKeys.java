// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.config;

import io.obsagent.spi.config.ConfigNode;
import io.obsagent.spi.config.Option;
import io.obsagent.spi.config.Section;
import io.obsagent.yaml.Suggestion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds keys that nobody reads: mostly spelling mistakes, so each comes with what was meant. */
final class UnknownKeys {
  private final Map<String, Option<?>> options;
  private final Map<String, Section<?>> sections;
  private final KnownNames names;
  private final Set<String> known = new TreeSet<>();

  UnknownKeys(Map<String, Option<?>> options, Map<String, Section<?>> sections, KnownNames names) {
    this.options = options;
    this.sections = sections;
    this.names = names;
    known.addAll(sections.keySet());
    for (Option<?> option : options.values()) {
      known.add(option.key());
      for (String name : members(option)) {
        known.add(option.at(name).key());
      }
    }
  }

  /** The names that a family's variable part may have, as far as they are known. */
  private Set<String> members(Option<?> option) {
    Set<String> members = option.isFamily() ? names.of(option) : null;
    return members == null ? Set.of() : members;
  }

  /** Whether something is given that is not known, be it worth a word or not. */
  boolean isAny(Sources sources, ConfigFile file) {
    for (String key : sources.arguments.keySet()) {
      if (!isKnown(key)) {
        return true;
      }
    }
    for (String name : sources.properties.stringPropertyNames()) {
      if (name.startsWith(Sources.PROPERTY_PREFIX)
          && !isKnown(name.substring(Sources.PROPERTY_PREFIX.length()))) {
        return true;
      }
    }
    for (ConfigFile.Key key : file.keys(this::isSection)) {
      if (!isKnown(key.name())) {
        return true;
      }
    }
    Set<String> variables = variables();
    for (String name : sources.environment.keySet()) {
      if (name.startsWith(Sources.VARIABLE_PREFIX) && !variables.contains(name)) {
        return true;
      }
    }
    return false;
  }

  List<String> find(Sources sources, ConfigFile file) {
    List<String> problems = new ArrayList<>();
    for (String key : sources.arguments.keySet()) {
      check("agent argument", key, problems);
    }
    for (String key : sources.repeated) {
      problems.add("agent argument '" + key + "' is given twice; the last counts");
    }
    for (String name : new TreeSet<>(sources.properties.stringPropertyNames())) {
      if (name.startsWith(Sources.PROPERTY_PREFIX)) {
        check("-D" + name, name.substring(Sources.PROPERTY_PREFIX.length()), problems);
      }
    }
    checkVariables(sources, problems);
    checkFile(file, problems);
    return problems;
  }

  private void checkFile(ConfigFile file, List<String> problems) {
    Set<String> seen = new HashSet<>();
    for (ConfigFile.Key key : file.keys(this::isSection)) {
      ConfigNode counts = file.node(key.name());
      if (!isSection(key.name())) {
        check(key.place(), key.name(), problems);
        if (key.value() instanceof ConfigNode.Sequence && file.find(key.name()) == null) {
          problems.add(key.place() + ": '" + key.name() + "' takes values, no tree");
        }
      }
      if (!seen.add(key.name()) && counts != null) {
        String first = key.place() + ": '" + key.name() + "' is given more than once; ";
        problems.add(first + counts.place() + " counts");
      }
    }
  }

  private void check(String place, String key, List<String> problems) {
    if (isKnown(key)) {
      return;
    }
    String nearest = Suggestion.nearest(key, known);
    problems.add(
        place
            + ": unknown option '"
            + key
            + "'"
            + (nearest == null ? "" : " – did you mean '" + nearest + "'?"));
  }

  /** Other products use OBS_, too: only what looks like one of ours is worth a word. */
  private void checkVariables(Sources sources, List<String> problems) {
    Set<String> variables = variables();
    for (String name : new TreeSet<>(sources.environment.keySet())) {
      if (!name.startsWith(Sources.VARIABLE_PREFIX) || variables.contains(name)) {
        continue;
      }
      Option<?> family = family(name);
      if (family != null && members(family).isEmpty()) {
        continue;
      }
      String nearest = Suggestion.nearest(name, variables);
      if (nearest != null || family != null) {
        problems.add(
            name
                + ": unknown variable"
                + (nearest == null ? "" : " – did you mean '" + nearest + "'?"));
      }
    }
  }

  private Set<String> variables() {
    Set<String> variables = new TreeSet<>();
    for (Option<?> option : options.values()) {
      for (String member : members(option)) {
        variables.add(Sources.variableName(option.at(member).key()));
      }
      if (!option.isFamily()) {
        variables.add(Sources.variableName(option.key()));
      }
      if (option.secret()) {
        variables.add(Sources.variableName(option.key() + Secrets.ENV_SUFFIX));
        variables.add(Sources.variableName(option.key() + Secrets.FILE_SUFFIX));
      }
    }
    return variables;
  }

  private @Nullable Option<?> family(String variable) {
    for (Option<?> option : options.values()) {
      int open = option.key().indexOf('<');
      if (open >= 0 && variable.startsWith(Sources.variableName(option.key().substring(0, open)))) {
        return option;
      }
    }
    return null;
  }

  private boolean isKnown(String key) {
    if (known.contains(key) || isSection(key)) {
      return true;
    }
    Option<?> owner = secretOwner(key);
    if (owner != null && owner.secret()) {
      return true;
    }
    for (Option<?> option : options.values()) {
      if (option.isMember(key)) {
        return members(option).isEmpty();
      }
    }
    return false;
  }

  private @Nullable Option<?> secretOwner(String key) {
    String suffix = key.endsWith(Secrets.ENV_SUFFIX) ? Secrets.ENV_SUFFIX : Secrets.FILE_SUFFIX;
    return key.endsWith(suffix)
        ? options.get(key.substring(0, key.length() - suffix.length()))
        : null;
  }

  private boolean isSection(String key) {
    for (String section : sections.keySet()) {
      if (key.equals(section) || key.startsWith(section + ".")) {
        return true;
      }
    }
    return false;
  }
}
