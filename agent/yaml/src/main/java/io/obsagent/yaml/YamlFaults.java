// SPDX-License-Identifier: Apache-2.0
package io.obsagent.yaml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Collects what is wrong with the parts of one thing, so that all is told. For one thread. */
public final class YamlFaults {
  private static final Pattern PLACE = Pattern.compile("^[^\\n]*?:([0-9]{1,9}): ");

  /** Reads a part. */
  @FunctionalInterface
  public interface Part<T> {
    T read() throws YamlException;
  }

  /** Looks at a part. */
  @FunctionalInterface
  public interface Check {
    void run() throws YamlException;
  }

  private final List<String> problems = new ArrayList<>();

  /**
   * @param otherwise stands for a part that is wrong, so that the others can be looked at
   */
  public <T> T read(T otherwise, Part<T> part) {
    try {
      return part.read();
    } catch (YamlException e) {
      add(e);
      return otherwise;
    }
  }

  public void check(Check part) {
    try {
      part.run();
    } catch (YamlException e) {
      add(e);
    }
  }

  /** The text under a key; an empty one where it is wrong. */
  public String text(YamlMap map, String key) {
    try {
      return map.text(key);
    } catch (YamlException e) {
      add(e);
      return "";
    }
  }

  /** The texts under a key, by their names; none where one is wrong. */
  public Map<String, String> textMap(YamlMap map, String key) {
    try {
      return map.textMap(key);
    } catch (YamlException e) {
      add(e);
      return Map.of();
    }
  }

  public void add(YamlException fault) {
    problems.addAll(fault.problems());
  }

  /** Whether nothing was wrong until now. */
  public boolean isEmpty() {
    return problems.isEmpty();
  }

  /**
   * @throws YamlException with all that was wrong, by lines
   */
  public void end() throws YamlException {
    if (!problems.isEmpty()) {
      problems.sort(Comparator.comparingInt(YamlFaults::line));
      throw new YamlException(problems);
    }
  }

  private static int line(String problem) {
    Matcher place = PLACE.matcher(problem);
    return place.find() ? Integer.parseInt(place.group(1)) : 0;
  }
}
