// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import io.obsagent.core.config.CommaList;
import io.obsagent.core.metrics.MetricsOptions;
import io.obsagent.core.prices.PriceOptions;
import io.obsagent.core.propagation.PropagationOptions;
import io.obsagent.core.sampling.SamplingOptions;
import io.obsagent.spi.config.Config;
import io.obsagent.spi.config.Option;
import io.obsagent.spi.config.Section;
import io.obsagent.spi.telemetry.MessagingOperation.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Options of what operations write on their spans, and all that telemetry is configured by. */
public final class TelemetryOptions {
  public static final Option<String> SQL_SANITIZE =
      Option.choice(
          "sql.sanitize",
          "always",
          "Whether literals in SQL become '?': always, or (auto) only in statements without"
              + " parameters.",
          "always",
          "auto");

  public static final Option<List<String>> REDACTED_PARAMETERS =
      Option.of(
          "http.redacted-parameters",
          "list of names",
          "",
          "Query parameters whose values are redacted, besides the well-known secret ones.",
          CommaList::parse);

  static final Option<String> PROCESSING =
      Option.choice(
          "messaging.processing",
          "child",
          "How the processing of a message is bound to its sending: child is a span in the sender's"
              + " trace, link a trace of its own with a link to the sender, batch one such trace for"
              + " all messages that a consumer got at once.",
          "child",
          "link",
          "batch");

  static final Option<String> AI_COST_ATTRIBUTES =
      Option.choice(
          "ai.cost-attributes",
          "usage",
          "How a span tells what its AI call cost: gen_ai.usage.cost in USD (usage), or"
              + " gen_ai.usage.cost.amount, .currency and .source, which is OpenTelemetry's proposal"
              + " (proposed).",
          "usage",
          "proposed");

  /** Those of propagation, sampling and metrics, too. */
  public static final List<Option<?>> ALL = all();

  /** Parts of the file. */
  public static final List<Section<?>> SECTIONS =
      List.of(Budget.SECTION, CallLabels.SECTION, PriceOptions.TREE);

  private TelemetryOptions() {}

  static Relation relation(Config config) {
    return Relation.valueOf(config.get(PROCESSING).toUpperCase(Locale.ROOT));
  }

  private static List<Option<?>> all() {
    List<Option<?>> all = new ArrayList<>(PropagationOptions.ALL);
    all.addAll(SamplingOptions.ALL);
    all.add(SQL_SANITIZE);
    all.add(REDACTED_PARAMETERS);
    all.add(PROCESSING);
    all.add(PriceOptions.LIST);
    all.add(AI_COST_ATTRIBUTES);
    all.addAll(DatabaseOptions.ALL);
    all.addAll(ModelOptions.ALL);
    all.addAll(MetricsOptions.ALL);
    return List.copyOf(all);
  }
}
