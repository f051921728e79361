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
          "Which names of OpenTelemetry's GenAI conventions are sent: the current ones, or the"
              + " older ones (to 1.41: gen_ai.client.operation.duration, gen_ai.client.token.usage,"
              + " gen_ai.system) that dashboards may still ask for.",
          "current",
          OLDER);

  static final Option<Boolean> INCLUDE_USAGE =
      Option.flag(
              "ai.include-usage",
              false,
              "Asks providers for the tokens of streamed answers, where the application has not"
                  + " decided: without it, those of OpenAI's chat completions are not known. This"
                  + " changes the request: it sets stream_options.include_usage, and the"
                  + " application gets one more chunk, which has no choices.")
          .asDynamic();

  static final String OFF = "off";
  static final String ATTRIBUTES = "attributes";
  static final String EVENT = "event";
  static final String LOG = "log";

  static final Option<String> CONTENT =
      Option.choice(
              "ai.content",
              OFF,
              "Whether what is said to AI models and tools, and what they answer, is kept: off, on"
                  + " the spans (attributes), as an event of each span (event), or as a record to"
                  + " the exporters of logs (log). Keys, tokens, e-mail addresses and card numbers"
                  + " are taken out; what else people say is not.",
              OFF,
              ATTRIBUTES,
              EVENT,
              LOG)
          .asDynamic();

  static final Option<Integer> CONTENT_CHARS =
      Option.number(
              "ai.content-max-chars",
              4_096,
              64,
              65_536,
              "Characters that are kept of what is said in a call, in each direction.")
          .asDynamic();

  static final Option<Double> CONTENT_RATIO =
      Option.of(
              "ai.content-ratio",
              "number 0–1",
              "1",
              "Share of the calls whose content is kept, of those whose spans are.",
              ModelOptions::parseRatio)
          .asDynamic();

  static final Option<Boolean> ALIASES =
      Option.flag(
              "ai.aliases",
              false,
              "Whether AI calls are also told by the names of others: attributes ai.model,"
                  + " ai.provider and ai.prompt_length (characters of what is asked), an event"
                  + " AIRequest with model, tokens and duration in seconds, and metrics"
                  + " Custom/AI/Requests and Custom/AI/TokensUsed.")
          .asDynamic();

  /** What may change while the application runs. */
  static final List<Option<?>> LIVE =
      List.of(CONTENT, CONTENT_CHARS, CONTENT_RATIO, ALIASES, INCLUDE_USAGE);

  static final List<Option<?>> ALL =
      List.of(CONVENTIONS, INCLUDE_USAGE, CONTENT, CONTENT_CHARS, CONTENT_RATIO, ALIASES);

  private ModelOptions() {}

  private static Double parseRatio(String text) {
    try {
      double ratio = Double.parseDouble(text);
      if (ratio >= 0 && ratio <= 1) {
        return ratio;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("expected a number between 0 and 1", e);
    }
    throw new IllegalArgumentException("expected a number between 0 and 1");
  }
}
