// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import io.obsagent.spi.config.Option;
import java.util.List;

/** Options of calls to AI models. */
final class ModelOptions {
  static final String OLDER = "older";

  static final Option<String> CONVENTIONS =
      Option.choice(
          "ai.conventions",
          "current",
          "Which names of OpenTelemetry's GenAI conventions are sent: the current ones, or the older"
              + " ones (to 1.41: gen_ai.client.operation.duration, gen_ai.client.token.usage,"
              + " gen_ai.system) that dashboards may still ask for.",
          "current",
          OLDER);

  static final Option<Boolean> INCLUDE_USAGE =
      Option.flag(
          "ai.include-usage",
          false,
          "Asks providers for the tokens of streamed answers, where the application has not decided:"
              + " without it, those of OpenAI's chat completions are not known. This changes the"
              + " request: it sets stream_options.include_usage, and the application gets one more"
              + " chunk, which has no choices.");

  static final List<Option<?>> ALL = List.of(CONVENTIONS, INCLUDE_USAGE);

  private ModelOptions() {}
}
