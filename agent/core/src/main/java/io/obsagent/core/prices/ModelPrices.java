// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.prices;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Prices of AI models: the user's, then those that the agent brings along, which are read when the
 * first call of a model has told its tokens. Thread-safe.
 */
public final class ModelPrices {
  /** Providers, and names of each, that are kept as they are spelled; others are looked up anew. */
  private static final int MAX_KNOWN = 256;

  private final Map<String, ModelPrice> own;
  private final Map<String, Map<String, Optional<ModelPrice>>> found = new ConcurrentHashMap<>();

  /**
   * @param own by name, or by provider, a blank and the name
   */
  public ModelPrices(Map<String, ModelPrice> own) {
    this.own = own;
  }

  /**
   * @param provider {@code gen_ai.provider.name}
   * @return null for a model that is not known of this provider
   */
  public @Nullable ModelPrice of(String provider, String model) {
    Map<String, Optional<ModelPrice>> known = found.get(provider);
    Optional<ModelPrice> price = known == null ? null : known.get(model);
    if (price == null) {
      price = Optional.ofNullable(lookUp(provider, model));
      if (known == null && found.size() < MAX_KNOWN) {
        known = found.computeIfAbsent(provider, none -> new ConcurrentHashMap<>());
      }
      if (known != null && known.size() < MAX_KNOWN) {
        known.put(model, price);
      }
    }
    return price.orElse(null);
  }

  /** The sections of the table, of a provider that sells other's models in order of precedence. */
  private static List<String> sections(String provider) {
    return switch (provider) {
      case "azure.ai.openai" -> List.of(provider, "openai");
      case "azure.ai.inference" ->
          List.of(
              "azure.ai.openai", "openai", "anthropic", "deepseek", "x_ai", "mistral_ai", "cohere");
      case "gcp.vertex_ai", "gcp.gen_ai" -> List.of("gcp.gemini", "anthropic", "mistral_ai");
      default -> List.of(provider);
    };
  }

  private @Nullable ModelPrice lookUp(String provider, String model) {
    Collection<String> names = ModelNames.candidates(model);
    for (String name : names) {
      ModelPrice price = own.get(provider + ' ' + name);
      price = price == null ? own.get(name) : price;
      if (price != null) {
        return price;
      }
    }
    if (provider.equals("aws.bedrock")) {
      names = ModelNames.ofBedrock(ModelNames.candidates(model));
    }
    Map<String, ModelPrice> shipped = ShippedPrices.table().prices();
    for (String section : sections(provider)) {
      for (String name : names) {
        ModelPrice price = shipped.get(section + ' ' + name);
        if (price != null) {
          return price;
        }
      }
    }
    return null;
  }

  /** All providers that have a price for the model, sorted; for people. */
  public Map<String, ModelPrice> everywhere(String model) {
    Map<String, ModelPrice> prices = new TreeMap<>();
    for (String key : all().keySet()) {
      String provider = key.substring(0, Math.max(0, key.indexOf(' ')));
      ModelPrice price = prices.containsKey(provider) ? null : of(provider, model);
      if (price != null) {
        prices.put(provider, price);
      }
    }
    return prices;
  }

  /** All prices by provider, a blank and the name, sorted; the user's with what he wrote. */
  public Map<String, ModelPrice> all() {
    Map<String, ModelPrice> all = new TreeMap<>(ShippedPrices.table().prices());
    all.putAll(own);
    return all;
  }

  /** Where the shipped prices are from, and of when. */
  public static String source() {
    return ShippedPrices.table().version();
  }
}
