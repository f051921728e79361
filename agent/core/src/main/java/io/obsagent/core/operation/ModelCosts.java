// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import io.obsagent.core.metrics.CounterFamily;
import io.obsagent.core.metrics.MetricRegistry;
import io.obsagent.core.prices.ModelPrice;
import io.obsagent.core.prices.ModelPrices;
import io.obsagent.core.prices.PriceOptions;
import io.obsagent.core.prices.TokenKind;
import io.obsagent.core.span.AttributeWriter;
import io.obsagent.core.span.LocalSpan;
import io.obsagent.core.span.NanoClock;
import io.obsagent.spi.config.Config;
import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.telemetry.GenAiRequest;
import io.obsagent.spi.telemetry.GenAiUsage;
import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What calls of AI models cost. The provider's own figure wins; else it is made of the tokens and
 * the price of the model, where both are known: nothing is guessed, and what is not known is not 0.
 * Thread-safe.
 */
final class ModelCosts {
  static final MetricDefinition COST =
      MetricDefinition.counter(
              "ai_cost_usd_total",
              "What calls to AI models cost in USD, by their providers' own figures or by the prices"
                  + " that are known of them.")
          .unit("{USD}")
          .labels("model", "provider");

  static final MetricDefinition COST_UNKNOWN =
      MetricDefinition.counter(
              "ai_cost_unknown_total",
              "Calls that were answered and whose cost is not known: the model or the tier of the"
                  + " service has no price, or the provider did not tell the tokens.")
          .unit("{request}")
          .labels("model", "provider");

  private final CounterFamily cost;
  private final CounterFamily unknown;
  private final MetricRegistry registry;
  private final NanoClock clock;
  private final boolean asProposed;
  private final CallLabels labels;
  private final BudgetAccounts budgets;
  private volatile ModelPrices prices;
  private volatile @Nullable ModelWorkload workload;

  ModelCosts(MetricRegistry registry, Config config, NanoClock clock) {
    this.registry = registry;
    this.cost = registry.counter(COST);
    this.unknown = registry.counter(COST_UNKNOWN);
    this.clock = clock;
    this.asProposed = "proposed".equals(config.get(TelemetryOptions.AI_COST_ATTRIBUTES));
    this.prices = new ModelPrices(PriceOptions.own(config));
    PriceOptions.onChange(config, own -> prices = new ModelPrices(own));
    this.labels = new CallLabels(config.get(CallLabels.SECTION));
    if (!labels.isEmpty()) {
      workload(); // so that their names are known before the first call
    }
    this.budgets = new BudgetAccounts(this::epochSecond);
    budgets.set(config.get(Budget.SECTION));
    config.onChange(Budget.SECTION, budgets::set);
    registry.register(budgets);
  }

  private long epochSecond() {
    return clock.epochNanos() / 1_000_000_000L;
  }

  /** The user's own labels, which are read when a request comes in. */
  CallLabels labels() {
    return labels;
  }

  /** Two threads at once make instruments that are the same. */
  private ModelWorkload workload() {
    ModelWorkload known = workload;
    if (known == null) {
      known = new ModelWorkload(registry, labels);
      workload = known;
    }
    return known;
  }

  private static @Nullable ServerOperation server(LocalSpan span) {
    return span.root().server() instanceof ServerOperation serving ? serving : null;
  }

  /**
   * Records what a call cost that has ended.
   *
   * @return in USD; NaN where it is not known
   */
  double record(LocalSpan span, AnsweredCall call) {
    double usd = call.told() >= 0 ? call.told() : priced(call);
    if (!Double.isNaN(usd)) {
      cost.labels(call.model(), call.provider()).add(usd);
    } else if (call.hasTokens() || !call.failed()) {
      unknown.labels(call.model(), call.provider()).add(1);
    }
    ServerOperation server = server(span);
    workload().record(span, server, call, usd);
    if (usd > 0 && !budgets.isEmpty()) {
      budgets.spend(key -> value(key, call.provider(), call.model(), server), usd);
    }
    return usd;
  }

  boolean mayRefuse() {
    return budgets.mayRefuse();
  }

  /** Why a call is to be refused; null for not. What is within one that was asked about goes on. */
  @Nullable String refusal(GenAiRequest request, @Nullable LocalSpan enclosing) {
    boolean within = enclosing != null && enclosing.isWithin(request.task().kind().work());
    ModelOperation outer = within ? enclosing.running(ModelOperation.class) : null;
    if (outer != null && outer.wasAskedForRefusal()) {
      return null;
    }
    String model = request.model() == null ? ModelOperation.UNKNOWN : request.model();
    ServerOperation server = enclosing == null ? null : server(enclosing);
    Budget spent = budgets.refusing(key -> value(key, request.provider(), model, server));
    return spent == null
        ? null
        : "obs-agent refuses this call: the budget '"
            + spent.name()
            + "' of "
            + BigDecimal.valueOf(spent.usd()).stripTrailingZeros().toPlainString()
            + " USD of this "
            + spent.per().word()
            + " is spent (ai.budgets)";
  }

  /** Of a call, what budgets tell calls by. */
  private @Nullable String value(
      String key, String provider, String model, @Nullable ServerOperation server) {
    return switch (key) {
      case "provider" -> provider;
      case "model" -> model;
      default -> {
        int index = labels.names().indexOf(key);
        String[] values = server == null ? null : server.callLabels();
        yield index < 0 ? null : values == null ? CallLabels.NONE : values[index];
      }
    };
  }

  private double priced(AnsweredCall call) {
    if (!call.hasTokens()) {
      return Double.NaN;
    }
    String answeredBy = call.answeredBy();
    ModelPrice price = answeredBy == null ? null : prices.of(call.provider(), answeredBy);
    price = price == null ? prices.of(call.provider(), call.model()) : price;
    String tier = call.tier();
    return price == null
        ? Double.NaN
        : price.usd(
            kind -> count(call.usage(), kind),
            tier == null ? "" : tier.toLowerCase(Locale.ROOT),
            epochSecond());
  }

  private static long count(GenAiUsage usage, TokenKind kind) {
    return switch (kind) {
      case INPUT -> usage.input();
      case OUTPUT -> usage.output();
      case CACHE_READ -> usage.cacheRead();
      case CACHE_WRITE -> usage.cacheWrite();
      case CACHE_WRITE_1H -> usage.hourWrite();
      case REASONING -> usage.reasoning();
      case INPUT_AUDIO -> usage.audioInput();
      case OUTPUT_AUDIO -> usage.audioOutput();
      case INPUT_IMAGE -> usage.imageInput();
      case OUTPUT_IMAGE -> usage.imageOutput();
      default -> -1;
    };
  }

  /**
   * Tells it on a span; nothing where it is not known.
   *
   * @param told whether it is the provider's own figure
   */
  void describe(AttributeWriter writer, double usd, boolean told) {
    if (!asProposed) {
      writer.put(Attribute.AI_COST, usd);
    } else if (!Double.isNaN(usd)) {
      writer.put(Attribute.AI_COST_AMOUNT, usd);
      writer.put(Attribute.AI_COST_CURRENCY, "USD");
      writer.put(Attribute.AI_COST_SOURCE, told ? "provider" : "local");
    }
  }
}
