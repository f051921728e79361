// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.prices;

import io.obsagent.spi.config.Config;
import io.obsagent.spi.config.ConfigNode;
import io.obsagent.spi.config.Option;
import io.obsagent.spi.config.Section;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** The user's prices: one key, as a list anywhere or, in the file, as a tree. */
public final class PriceOptions {
  private static final String KEY = "ai.prices";
  private static final int MAX_PRICES = 10_000;

  public static final Option<Map<String, ModelPrice>> LIST =
      Option.of(
              KEY,
              "list",
              "",
              "Prices of AI models in USD per million tokens, as MODEL=INPUT/OUTPUT or"
                  + " MODEL=INPUT/OUTPUT/CACHE_READ/CACHE_WRITE, separated by commas, for"
                  + " ai_cost_usd_total. They win over those that the agent knows. A model without a"
                  + " price has no cost; its calls are counted in ai_cost_unknown_total.",
              PriceOptions::parse)
          .asDynamic();

  public static final Section<Map<String, ModelPrice>> TREE =
      new Section<>(
          KEY,
          "The same as a tree; 'PROVIDER MODEL' is for that provider only.",
          """
          my-model: 0.5/1.5
          groq llama-3.3-70b: 0.59/0.79 batch=0.5
          gpt-5.4: 2.5/15/0.25 >272000 5/22.5/0.5
          """,
          true,
          Map.of(),
          PriceOptions::read);

  private PriceOptions() {}

  /** The user's, of both spellings. */
  public static Map<String, ModelPrice> own(Config config) {
    Map<String, ModelPrice> all = new HashMap<>(config.get(TREE));
    all.putAll(config.get(LIST));
    return Map.copyOf(all);
  }

  /** Calls back with all of the user's prices when they change. */
  public static void onChange(Config config, Consumer<Map<String, ModelPrice>> listener) {
    config.onChange(LIST, changed -> listener.accept(own(config)));
    config.onChange(TREE, changed -> listener.accept(own(config)));
  }

  static Map<String, ModelPrice> parse(String text) {
    Map<String, ModelPrice> prices = new HashMap<>();
    for (String entry : text.split(",")) {
      if (entry.isBlank()) {
        continue;
      }
      int equals = split(entry);
      if (equals <= 0) {
        throw new IllegalArgumentException("expected MODEL=INPUT/OUTPUT, not '" + entry + "'");
      }
      String name = entry.substring(0, equals);
      try {
        prices.put(ModelNames.key(name), PriceSyntax.parse(entry.substring(equals + 1)));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(e.getMessage() + ", for '" + name.trim() + "'", e);
      }
    }
    return Map.copyOf(prices);
  }

  /** The equals sign after the name, not one of those within the price. */
  private static int split(String entry) {
    int slash = entry.indexOf('/');
    for (int i = entry.indexOf('='); i >= 0; i = entry.indexOf('=', i + 1)) {
      String after = entry.substring(i + 1).trim();
      if (!after.isEmpty() && Character.isDigit(after.charAt(0)) || slash < 0) {
        return i;
      }
    }
    return entry.indexOf('=');
  }

  private static Map<String, ModelPrice> read(ConfigNode node, Consumer<String> problems) {
    if (!(node instanceof ConfigNode.Mapping mapping)) {
      return Map.of(); // a list, which the option reads
    }
    Map<String, ModelPrice> prices = new HashMap<>();
    for (Map.Entry<String, ConfigNode> entry : mapping.entries().entrySet()) {
      ConfigNode value = entry.getValue();
      try {
        String text = value instanceof ConfigNode.Scalar scalar ? scalar.text() : "";
        if (prices.size() < MAX_PRICES) {
          prices.put(ModelNames.key(entry.getKey()), PriceSyntax.parse(text));
        }
      } catch (IllegalArgumentException e) {
        problems.accept(value.place() + ": price of '" + entry.getKey() + "': " + e.getMessage());
      }
    }
    return Map.copyOf(prices);
  }
}
