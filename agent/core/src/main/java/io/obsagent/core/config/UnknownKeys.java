// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.config;

import io.obsagent.spi.config.Option;
import io.obsagent.spi.config.Section;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds keys that nobody reads: mostly spelling mistakes, so each comes with what was meant. */
final class UnknownKeys {
  private final Map<String, Option<?>> options;
  private final Map<String, Section<?>> sections;
  private final Set<String> known = new TreeSet<>();

  UnknownKeys(Map<String, Option<?>> options, Map<String, Section<?>> sections) {
    this.options = options;
    this.sections = sections;
    known.addAll(sections.keySet());
    for (Option<?> option : options.values()) {
      known.add(option.key());
    }
  }

  List<String> find(Sources sources, ConfigFile file) {
    List<String> problems = new ArrayList<>();
    for (String key : sources.arguments.keySet()) {
      check("agent argument", key, problems);
    }
    for (String name : new TreeSet<>(sources.properties.stringPropertyNames())) {
      if (name.startsWith(Sources.PROPERTY_PREFIX)) {
        check("-D" + name, name.substring(Sources.PROPERTY_PREFIX.length()), problems);
      }
    }
    checkVariables(sources, problems);
    for (Map.Entry<String, String> entry : file.keys(this::isSection).entrySet()) {
      if (!isSection(entry.getKey())) {
        check(entry.getValue(), entry.getKey(), problems);
      }
    }
    return problems;
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
    Map<String, String> names = new HashMap<>();
    for (Option<?> option : options.values()) {
      if (option.isFamily()) {
        continue;
      }
      names.put(Sources.variableName(option.key()), option.key());
      if (option.secret()) {
        names.put(Sources.variableName(option.key() + Secrets.ENV_SUFFIX), option.key());
        names.put(Sources.variableName(option.key() + Secrets.FILE_SUFFIX), option.key());
      }
    }
    for (String name : new TreeSet<>(sources.environment.keySet())) {
      if (!name.startsWith(Sources.VARIABLE_PREFIX) || names.containsKey(name) || isFamily(name)) {
        continue;
      }
      String nearest = Suggestion.nearest(name, names.keySet());
      if (nearest != null) {
        problems.add(name + ": unknown variable – did you mean '" + nearest + "'?");
      }
    }
  }

  private boolean isFamily(String variable) {
    for (Option<?> option : options.values()) {
      int open = option.key().indexOf('<');
      if (open >= 0 && variable.startsWith(Sources.variableName(option.key().substring(0, open)))) {
        return true;
      }
    }
    return false;
  }

  private boolean isKnown(String key) {
    if (options.containsKey(key) || isSection(key)) {
      return true;
    }
    Option<?> owner = secretOwner(key);
    if (owner != null && owner.secret()) {
      return true;
    }
    for (Option<?> option : options.values()) {
      if (option.isMember(key)) {
        return true;
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
