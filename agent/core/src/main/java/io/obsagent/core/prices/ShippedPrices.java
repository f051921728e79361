// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.prices;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The table in the jar, read with its first use.
 *
 * @param version where the facts are from, and of when: the first lines of the table
 * @param prices by provider, a blank and the name
 */
record ShippedPrices(String version, Map<String, ModelPrice> prices) {
  private static final String FILE = "model-prices.txt";

  /** Loaded when it is asked for. */
  private static final class Holder {
    static final ShippedPrices TABLE = read();

    private Holder() {}
  }

  static ShippedPrices table() {
    return Holder.TABLE;
  }

  private static ShippedPrices read() {
    Map<String, ModelPrice> prices = new HashMap<>();
    StringBuilder version = new StringBuilder();
    try (InputStream in = ShippedPrices.class.getResourceAsStream(FILE);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      String section = "";
      Map<String, Double> tiers = Map.of();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        int equals = line.indexOf(" = ");
        if (line.startsWith("# Prices") || line.startsWith("# Facts")) {
          version.append(version.length() == 0 ? "" : " ").append(sentence(line));
        } else if (line.startsWith("[")) {
          section = line.substring(1, line.indexOf(']')) + ' ';
          tiers = PriceSyntax.tiers(line.substring(line.indexOf(']') + 1));
        } else if (equals > 0 && !line.startsWith("#")) {
          ModelPrice price = PriceSyntax.parse(line.substring(equals + 3)).orElse(tiers);
          for (String name : line.substring(0, equals).split(" ")) {
            prices.putIfAbsent(section + name, price);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    addBareNames(prices);
    return new ShippedPrices(version.toString(), Map.copyOf(prices));
  }

  /** A name without its version, where all of its versions cost the same. */
  private static void addBareNames(Map<String, ModelPrice> prices) {
    Map<String, Set<ModelPrice>> bare = new HashMap<>();
    for (Map.Entry<String, ModelPrice> entry : prices.entrySet()) {
      for (String name : ModelNames.candidates(entry.getKey())) {
        bare.computeIfAbsent(name, none -> new HashSet<>()).add(entry.getValue());
      }
    }
    for (Map.Entry<String, Set<ModelPrice>> entry : bare.entrySet()) {
      if (entry.getValue().size() == 1) {
        prices.putIfAbsent(entry.getKey(), entry.getValue().iterator().next());
      }
    }
  }

  private static String sentence(String line) {
    int end = line.indexOf(". ");
    return line.substring(2, end < 0 ? line.length() : end + 1);
  }
}
