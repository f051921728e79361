// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import io.obsagent.spi.redact.Redaction;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Takes keys, tokens, e-mail addresses and card numbers out of what people and models say. It finds
 * what has the shape of one, not what merely is one: a password in a sentence stays, unless its
 * name is just before it and it has a digit. Runs on the exporter's thread only.
 */
final class ContentRedaction {
  /** Longer than any part that has to be seen whole to be known for what it is. */
  static final int MARGIN = Redaction.MARGIN;

  private static final Redaction SHAPES = new Redaction(true, List.of());

  /** As people write it: no colon between. */
  private static final Pattern NAMED =
      Pattern.compile(
          "(?i)\\b(authorization|bearer|api[-_ ]?key|access[-_ ]?token|password|passwd|secret)"
              + "(\\s{1,4}[\"']?)(?=[^\\s\"',;]{0,256}[0-9])[^\\s\"',;]{8,}+");

  private ContentRedaction() {}

  static String redact(String text) {
    return NAMED.matcher(SHAPES.text(text)).replaceAll("$1$2[redacted]");
  }
}
