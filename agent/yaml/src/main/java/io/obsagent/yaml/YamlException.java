// SPDX-License-Identifier: Apache-2.0
package io.obsagent.yaml;

import java.util.List;

/** What is wrong in a file; each problem begins with its place, and says the way out. */
public final class YamlException extends Exception {
  private static final long serialVersionUID = 1L;

  /** An array, because that can be serialised. */
  private final String[] problems;

  public YamlException(String problem) {
    this(List.of(problem));
  }

  /** All that was found, at least one; the message has a line for each. */
  public YamlException(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = problems.toArray(new String[0]);
  }

  public List<String> problems() {
    return List.of(problems);
  }
}
