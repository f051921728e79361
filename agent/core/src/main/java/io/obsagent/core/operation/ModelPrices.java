// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Prices of AI models: those of the option {@code ai.prices}, then those that the agent brings
 * along, which are read when the first call of a model has told its tokens. Thread-safe.
 *
 * <p>A name is looked up as it is, then without a date or version at its end ({@code -2024-07-18},
 * {@code -001}, {@code @20250514}, {@code -v1:0}, {@code -latest}). Nothing else is guessed: {@code
 * gpt-5-mini} is not priced as {@code gpt-5}, and a model that is not known has no price.
 */
final class ModelPrices {
  private static final String FILE = "model-prices.txt";

  /** Providers, and names of each, that are kept as they are spelled; others are looked up anew. */
  private static final int MAX_KNOWN = 256;

  private final Map<String, ModelPrice> own;
  private final Map<String, Map<String, Optional<ModelPrice>>> found = new ConcurrentHashMap<>();

  ModelPrices(Map<String, ModelPrice> own) {
    this.own = own;
  }

  /**
   * The value of the option: {@code model=input/output,…}.
   *
   * @throws IllegalArgumentException with what was expected
   */
  static Map<String, ModelPrice> parseOwn(String text) {
    Map<String, ModelPrice> prices = new HashMap<>();
    for (String entry : text.split(",")) {
      int equals = entry.lastIndexOf('=');
      if (entry.isBlank()) {
        continue;
      }
      if (equals <= 0) {
        throw new IllegalArgumentException("expected MODEL=INPUT/OUTPUT, not '" + entry + "'");
      }
      prices.put(
          key(entry.substring(0, equals).trim()), ModelPrice.parse(entry.substring(equals + 1)));
    }
    return Map.copyOf(prices);
  }

  /**
   * @param provider {@code gen_ai.provider.name}
   * @return null for a model that is not known of this provider
   */
  @Nullable ModelPrice of(String provider, String model) {
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

  private @Nullable ModelPrice lookUp(String provider, String model) {
    String name = key(model);
    ModelPrice price = find(own, "", name);
    if (price != null) {
      return price;
    }
    Map<String, ModelPrice> shipped = Shipped.PRICES;
    return switch (provider) {
      case "azure.ai.openai" -> find(shipped, "openai ", name);
      case "aws.bedrock" -> ofBedrock(shipped, name);
      case "gcp.vertex_ai" -> {
        ModelPrice gemini = find(shipped, "gcp.gemini ", name);
        yield gemini != null ? gemini : find(shipped, "anthropic ", name);
      }
      default -> find(shipped, provider + ' ', name);
    };
  }

  /** There a name may begin with the region that serves it: {@code eu.anthropic.claude-…}. */
  private static @Nullable ModelPrice ofBedrock(Map<String, ModelPrice> prices, String name) {
    ModelPrice price = find(prices, "aws.bedrock ", name);
    int dot = name.indexOf('.');
    return price != null || dot < 0 ? price : find(prices, "aws.bedrock ", name.substring(dot + 1));
  }

  private static @Nullable ModelPrice find(
      Map<String, ModelPrice> prices, String section, String name) {
    ModelPrice price = prices.get(section + name);
    int end = name.length();
    while (price == null && (end = withoutVersion(name, end)) > 0) {
      price = prices.get(section + name.substring(0, end));
    }
    return price;
  }

  /**
   * Where the last part begins if it only tells a version or a part of a date; else -1. One or two
   * digits do so within a date only: {@code claude-opus-4-5} is another model than {@code -4}.
   */
  private static int withoutVersion(String name, int end) {
    int start = end;
    int digits = 0;
    while (start > 0 && "-@:".indexOf(name.charAt(start - 1)) < 0) {
      start--;
      digits += Character.isDigit(name.charAt(start)) ? 1 : 0;
    }
    int length = end - start;
    if (start < 2 || length == 0) {
      return -1;
    }
    boolean afterColon = name.charAt(start - 1) == ':';
    boolean number = digits == length && (digits > 2 || afterColon);
    boolean version = name.charAt(start) == 'v' && digits == length - 1 && digits > 0;
    if (number || version || name.startsWith("latest", start) && length == "latest".length()) {
      return start - 1;
    }
    return digits == 2 && length == 2 ? beforeDate(name, end) : -1;
  }

  /** Where {@code -2024-07-18} begins, if it ends there; else -1. */
  private static int beforeDate(String name, int end) {
    int start = end - "-2024-07-18".length();
    if (start <= 0) {
      return -1;
    }
    for (int i = start; i < end; i++) {
      boolean dash = i == start || i == start + 5 || i == start + 8;
      if (dash ? name.charAt(i) != '-' : !Character.isDigit(name.charAt(i))) {
        return -1;
      }
    }
    return start;
  }

  private static String bare(String name) {
    int end = name.length();
    for (int next = end; next > 0; next = withoutVersion(name, next)) {
      end = next;
    }
    return name.substring(0, end);
  }

  private static String key(String model) {
    return model.toLowerCase(Locale.ROOT);
  }

  /** Loaded with its first use. */
  private static final class Shipped {
    static final Map<String, ModelPrice> PRICES = read();

    private Shipped() {}

    private static Map<String, ModelPrice> read() {
      Map<String, ModelPrice> prices = new HashMap<>();
      try (InputStream in = ModelPrices.class.getResourceAsStream(FILE);
          BufferedReader lines =
              new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
        String section = "";
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          int equals = line.indexOf(" = ");
          if (line.startsWith("[")) {
            section = line.substring(1, line.length() - 1) + ' ';
          } else if (equals > 0 && !line.startsWith("#")) {
            ModelPrice price = ModelPrice.parse(line.substring(equals + 3));
            for (String name : line.substring(0, equals).split(" ")) {
              prices.put(section + name, price);
            }
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      for (Map.Entry<String, ModelPrice> entry : Map.copyOf(prices).entrySet()) {
        prices.putIfAbsent(bare(entry.getKey()), entry.getValue());
      }
      return prices;
    }
  }
}
