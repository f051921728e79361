// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.config;

/**
 * A value as somebody wrote it.
 *
 * @param place for people: {@code obs-agent.yaml:14}, {@code OBS_SERVER_PORT}; empty for a default
 */
record Found(Source source, String place, String text, Reference reference) {
  Found(Source source, String place, String text) {
    this(source, place, text, Reference.NONE);
  }

  Found as(Reference meaning) {
    return new Found(source, place, text, meaning);
  }

  /** Whether the text is the value, or tells where the value is. */
  enum Reference {
    NONE,
    VARIABLE,
    FILE
  }

  /** Kinds of sources, first wins. */
  enum Source {
    ARGUMENT("agent argument"),
    PROPERTY("system property"),
    ENVIRONMENT("environment"),
    ALIAS("environment (alias)"),
    FILE("file"),
    DEFAULT("default");

    final String label;

    Source(String label) {
      this.label = label;
    }
  }
}
