// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs.redact;

import io.obsagent.spi.config.Config;
import io.obsagent.spi.config.Option;
import io.obsagent.spi.config.Section;
import io.obsagent.spi.redact.Redaction;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Options of what is taken out of log records, and out of lines of JSON where that is wanted. */
public final class RedactOptions {
  public static final Option<Boolean> EMAILS =
      Option.flag(
              "logs.redact-emails",
              false,
              "Whether addresses of e-mail are taken out of log records, as passwords, tokens, keys"
                  + " and card numbers are.")
          .asDynamic();

  public static final Option<String> NAMES =
      Option.text(
              "logs.redact-names",
              "",
              "More names whose values are taken out of log records, separated by commas; case,"
                  + " dashes and underscores do not matter.")
          .asDynamic();

  public static final Section<List<String>> PATTERNS = RedactPatterns.SECTION;

  private RedactOptions() {}

  /** As the options are now. */
  public static Redaction of(Config config) {
    List<String> names = new ArrayList<>();
    for (String name : config.get(NAMES).split(",")) {
      if (!name.isBlank()) {
        names.add(name.strip());
      }
    }
    return new Redaction(config.get(EMAILS), names, patterns(config.get(PATTERNS)));
  }

  /** Of a library that nobody loads who has none. */
  public static UnaryOperator<String> patterns(List<String> patterns) {
    return patterns.isEmpty() ? UnaryOperator.identity() : new RedactPatterns(patterns);
  }

  /** Tells when one has changed. */
  public static void onChange(Config config, Runnable changed) {
    config.onChange(EMAILS, emails -> changed.run());
    config.onChange(NAMES, names -> changed.run());
    config.onChange(PATTERNS, patterns -> changed.run());
  }
}
