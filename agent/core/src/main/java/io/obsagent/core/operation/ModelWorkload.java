// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import io.obsagent.core.metrics.CounterFamily;
import io.obsagent.core.metrics.HistogramFamily;
import io.obsagent.core.metrics.MetricRegistry;
import io.obsagent.core.span.LocalSpan;
import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.telemetry.GenAiUsage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * AI calls by who made them: the route of the request that is being served, and the user's own
 * labels of it. The same calls as those by model, under names of their own: no series has both
 * models and tenants but that of the cost, or there were too many.
 */
final class ModelWorkload {
  static final MetricDefinition DURATION =
      MetricDefinition.histogram(
              "ai_workload_duration_seconds",
              "Time of calls to AI models by the route that made them and the labels of ai.labels.",
              ModelMetrics.SECONDS)
          .unit("s")
          .labels("route", "operation", "status");

  static final MetricDefinition TOKENS =
      MetricDefinition.counter(
              "ai_workload_tokens_total",
              "Tokens of AI models by the route that used them and the labels of ai.labels.")
          .unit("{token}")
          .labels("route", "operation", "token_type");

  static final MetricDefinition COST =
      MetricDefinition.counter(
              "ai_workload_cost_usd_total",
              "What calls to AI models cost in USD by the route that made them and the labels of"
                  + " ai.labels.")
          .unit("{USD}")
          .labels("route", "operation", "model", "provider");

  /** How many labels of the user's own there are. */
  private final int more;

  private final HistogramFamily duration;
  private final CounterFamily tokens;
  private final CounterFamily cost;

  ModelWorkload(MetricRegistry registry, CallLabels labels) {
    more = labels.size();
    duration = registry.histogram(with(DURATION, labels));
    tokens = registry.counter(with(TOKENS, labels));
    cost = registry.counter(with(COST, labels));
  }

  private static MetricDefinition with(MetricDefinition definition, CallLabels labels) {
    if (labels.isEmpty()) {
      return definition;
    }
    List<String> names = new ArrayList<>(definition.labelNames());
    names.addAll(labels.names());
    return definition.labels(names.toArray(String[]::new));
  }

  /**
   * Records a call that has ended.
   *
   * @param server the request that it was made in, or null
   * @param usd NaN where the cost is not known
   */
  void record(LocalSpan span, @Nullable ServerOperation server, AnsweredCall call, double usd) {
    String route = server == null ? CallLabels.NONE : server.routeLabel();
    String[] own = server == null ? null : server.callLabels();
    String operation = call.operation();
    String status = call.failed() ? ModelOperation.ERROR : ModelOperation.SUCCESS;
    (more == 0
            ? duration.labels(route, operation, status)
            : duration.labels(all(own, route, operation, status)))
        .record(span.seconds(), span, span.endNanos());
    GenAiUsage usage = call.usage();
    count(route, operation, "input", usage.input(), own);
    count(route, operation, "output", usage.output(), own);
    count(route, operation, "cache_read", usage.cacheRead(), own);
    count(route, operation, "cache_write", usage.cacheWrite(), own);
    count(route, operation, "reasoning", usage.reasoning(), own);
    if (usd > 0) {
      (more == 0
              ? cost.labels(route, operation, call.model(), call.provider())
              : cost.labels(all(own, route, operation, call.model(), call.provider())))
          .add(usd);
    }
  }

  private void count(
      String route, String operation, String type, long count, String @Nullable [] own) {
    if (count > 0) {
      (more == 0
              ? tokens.labels(route, operation, type)
              : tokens.labels(all(own, route, operation, type)))
          .add(count);
    }
  }

  /** The values with the user's own after them, or what stands for none. */
  private String[] all(String @Nullable [] own, String... values) {
    String[] all = new String[values.length + more];
    System.arraycopy(values, 0, all, 0, values.length);
    for (int i = 0; i < more; i++) {
      all[values.length + i] = own == null ? CallLabels.NONE : own[i];
    }
    return all;
  }
}
