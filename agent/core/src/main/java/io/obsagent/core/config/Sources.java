// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.config;

import io.obsagent.core.config.Found.Source;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Everywhere a value can come from, except the default. Immutable but for the properties. */
final class Sources {
  static final String PROPERTY_PREFIX = "obs.";
  static final String VARIABLE_PREFIX = "OBS_";

  final Map<String, String> arguments;

  /** Arguments that are given twice. */
  final Set<String> repeated = new TreeSet<>();

  final Properties properties;
  final Map<String, String> environment;

  Sources(@Nullable String agentArguments, Properties properties, Map<String, String> environment) {
    this.arguments = parseArguments(agentArguments);
    this.properties = properties;
    this.environment = environment;
  }

  /** Every value for the key, the one that counts first. */
  List<Found> find(String key, List<String> aliases, ConfigFile file) {
    List<Found> found = new ArrayList<>(2);
    String argument = arguments.get(key);
    if (argument != null) {
      found.add(new Found(Source.ARGUMENT, "agent argument '" + key + "'", argument));
    }
    String property = properties.getProperty(PROPERTY_PREFIX + key);
    if (property != null) {
      found.add(new Found(Source.PROPERTY, "-D" + PROPERTY_PREFIX + key, property));
    }
    String variable = variableName(key);
    addVariable(found, variable, Source.ENVIRONMENT);
    for (String alias : aliases) {
      addVariable(found, alias, Source.ALIAS);
    }
    Found written = file.find(key);
    if (written != null) {
      found.add(written);
    }
    return found;
  }

  /** An empty variable is an unset one: that is how shells and compose files unset. */
  private void addVariable(List<Found> found, String name, Source source) {
    String value = environment.get(name);
    if (value != null && !value.isEmpty()) {
      found.add(new Found(source, name, value));
    }
  }

  boolean hasVariable(String name) {
    String value = environment.get(name);
    return value != null && !value.isEmpty();
  }

  /** Whether a name has the word between dots, dashes or underscores. */
  boolean mentions(String word) {
    return mentions(arguments.keySet(), word)
        || mentions(properties.stringPropertyNames(), word)
        || mentions(environment.keySet(), word);
  }

  private static boolean mentions(Set<String> names, String word) {
    for (String name : names) {
      if (mentions(name, word)) {
        return true;
      }
    }
    return false;
  }

  static boolean mentions(String name, String word) {
    int last = name.length() - word.length();
    for (int i = 0; i <= last; i++) {
      if (name.regionMatches(true, i, word, 0, word.length())
          && (i == 0 || isSeparator(name.charAt(i - 1)))
          && (i == last || isSeparator(name.charAt(i + word.length())))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isSeparator(char c) {
    return c == '.' || c == '_' || c == '-';
  }

  static String variableName(String key) {
    char[] name = (VARIABLE_PREFIX + key).toCharArray();
    for (int i = VARIABLE_PREFIX.length(); i < name.length; i++) {
      char c = name[i];
      name[i] = c == '.' || c == '-' ? '_' : Character.toUpperCase(c);
    }
    return new String(name);
  }

  /**
   * Splits {@code a=1,b=x,y,c='p=q,r'} at the commas that a key follows: {@code b} is {@code x,y}.
   * So is {@code rules=/a=1,/b=0} one argument: no key begins with a slash.
   */
  private Map<String, String> parseArguments(@Nullable String text) {
    Map<String, String> parsed = new LinkedHashMap<>();
    String key = "";
    for (String part : split(text == null ? "" : text)) {
      int equals = part.indexOf('=');
      if (equals > 0 && (isKey(part.substring(0, equals).trim()) || key.isEmpty())) {
        key = part.substring(0, equals).trim();
        if (key.startsWith(PROPERTY_PREFIX)) {
          key = key.substring(PROPERTY_PREFIX.length());
        }
        if (parsed.put(key, unquote(part.substring(equals + 1).trim())) != null) {
          repeated.add(key);
        }
      } else if (key.isEmpty()) {
        parsed.put(part.trim(), "");
      } else {
        parsed.merge(key, part, (before, more) -> before + "," + more);
      }
    }
    return parsed;
  }

  private static boolean isKey(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
      if (!letter && (i == 0 || "0123456789._-".indexOf(c) < 0)) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  private static List<String> split(String text) {
    List<String> parts = new ArrayList<>();
    boolean quoted = false;
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      char c = i == text.length() ? ',' : text.charAt(i);
      if (c == '\'') {
        quoted = !quoted;
      } else if (c == ',' && (!quoted || i == text.length())) {
        if (i > start) {
          parts.add(text.substring(start, i));
        }
        start = i + 1;
      }
    }
    return parts;
  }

  private static String unquote(String value) {
    int last = value.length() - 1;
    boolean quoted = last > 0 && value.charAt(0) == '\'' && value.charAt(last) == '\'';
    return quoted ? value.substring(1, last) : value;
  }
}
