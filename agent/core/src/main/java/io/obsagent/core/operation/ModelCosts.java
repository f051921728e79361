// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import io.obsagent.core.metrics.CounterFamily;
import io.obsagent.core.metrics.MetricRegistry;
import io.obsagent.core.prices.ModelPrice;
import io.obsagent.core.prices.ModelPrices;
import io.obsagent.core.prices.PriceOptions;
import io.obsagent.core.prices.TokenKind;
import io.obsagent.core.span.AttributeWriter;
import io.obsagent.core.span.NanoClock;
import io.obsagent.spi.config.Config;
import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.spi.telemetry.GenAiUsage;
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
  private final NanoClock clock;
  private final boolean asProposed;
  private volatile ModelPrices prices;

  ModelCosts(MetricRegistry registry, Config config, NanoClock clock) {
    this.cost = registry.counter(COST);
    this.unknown = registry.counter(COST_UNKNOWN);
    this.clock = clock;
    this.asProposed = "proposed".equals(config.get(TelemetryOptions.AI_COST_ATTRIBUTES));
    this.prices = new ModelPrices(PriceOptions.own(config));
    PriceOptions.onChange(config, own -> prices = new ModelPrices(own));
  }

  /**
   * Records the cost of a call that has ended.
   *
   * @param answeredBy the model by the answer, which is priced if it is known
   * @param tier of the service, or null
   * @param told the provider's own figure in USD, or NaN
   * @return in USD; NaN where it is not known
   */
  double record(
      String model,
      String provider,
      @Nullable String answeredBy,
      @Nullable String tier,
      GenAiUsage usage,
      double told) {
    double usd = told >= 0 ? told : priced(provider, model, answeredBy, tier, usage);
    if (Double.isNaN(usd)) {
      unknown.labels(model, provider).add(1);
    } else {
      cost.labels(model, provider).add(usd);
    }
    return usd;
  }

  private double priced(
      String provider,
      String model,
      @Nullable String answeredBy,
      @Nullable String tier,
      GenAiUsage usage) {
    if (usage.input() < 0 && usage.output() < 0) {
      return Double.NaN;
    }
    ModelPrice price = answeredBy == null ? null : prices.of(provider, answeredBy);
    price = price == null ? prices.of(provider, model) : price;
    return price == null
        ? Double.NaN
        : price.usd(
            kind -> count(usage, kind),
            tier == null ? "" : tier,
            clock.epochNanos() / 1_000_000_000L);
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
