// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import io.obsagent.core.config.CommaList;
import io.obsagent.core.metrics.MetricsOptions;
import io.obsagent.core.prices.PriceOptions;
import io.obsagent.core.propagation.PropagationOptions;
import io.obsagent.core.sampling.SamplingOptions;
import io.obsagent.spi.config.Option;
import io.obsagent.spi.config.Section;
import java.util.ArrayList;
import java.util.List;

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
  public static final List<Section<?>> SECTIONS = List.of(PriceOptions.TREE);

  private TelemetryOptions() {}

  private static List<Option<?>> all() {
    List<Option<?>> all = new ArrayList<>(PropagationOptions.ALL);
    all.addAll(SamplingOptions.ALL);
    all.add(SQL_SANITIZE);
    all.add(REDACTED_PARAMETERS);
    all.add(PriceOptions.LIST);
    all.add(AI_COST_ATTRIBUTES);
    all.addAll(ModelOptions.ALL);
    all.addAll(MetricsOptions.ALL);
    return List.copyOf(all);
  }
}
