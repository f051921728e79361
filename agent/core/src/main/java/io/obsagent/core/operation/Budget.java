// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import io.obsagent.spi.config.ConfigNode;
import io.obsagent.spi.config.Section;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What AI calls may cost in a time. Immutable.
 *
 * @param name of the metrics' label
 * @param usd more than 0
 * @param only calls with these values of {@code provider}, {@code model} or a label of {@code
 *     ai.labels}; all, if empty
 * @param by what each value of has this budget for itself; null for one that all share
 * @param refuse whether calls are refused once it is spent
 */
record Budget(
    String name,
    double usd,
    Period per,
    Map<String, String> only,
    @Nullable String by,
    boolean refuse) {
  private static final int MAX_BUDGETS = 50;
  private static final double MAX_USD = 1e9;
  private static final Set<String> OWN_KEYS = Set.of("name", "usd", "per", "by", "refuse");

  static final Section<List<Budget>> SECTION =
      new Section<>(
          "ai.budgets",
          "What AI calls may cost in an hour, a day or a month, in all, or of a provider, a model or a"
              + " label of ai.labels, as the metrics ai_budget_*; 'by' gives each value a budget of"
              + " its own. With 'refuse', calls fail once it is spent: the only thing by which the"
              + " agent changes what the application does.",
          """
          - name: all
            usd: 100
            per: day
          - name: tenants
            usd: 5
            per: month
            by: tenant
          - name: experiments
            usd: 1
            per: hour
            model: gpt-5
            refuse: true
          """,
          true,
          List.of(),
          Budget::parse);

  /** By the calendar, in UTC. */
  enum Period {
    HOUR,
    DAY,
    MONTH;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** When the period began that the second is in, since the epoch. */
    long start(long epochSecond) {
      ZonedDateTime time = Instant.ofEpochSecond(epochSecond).atZone(ZoneOffset.UTC);
      return switch (this) {
        case HOUR -> time.truncatedTo(ChronoUnit.HOURS).toEpochSecond();
        case DAY -> time.truncatedTo(ChronoUnit.DAYS).toEpochSecond();
        case MONTH -> time.truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1).toEpochSecond();
      };
    }
  }

  private static List<Budget> parse(ConfigNode node, Consumer<String> problems) {
    if (!(node instanceof ConfigNode.Sequence list)) {
      throw new IllegalArgumentException(
          node.place() + ": 'ai.budgets' takes a list of budgets: - name: all");
    }
    List<Budget> budgets = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (ConfigNode item : list.items()) {
      try {
        Budget budget = budget(item);
        if (!names.add(budget.name())) {
          throw new IllegalArgumentException("there is one already");
        }
        if (budgets.size() == MAX_BUDGETS) {
          throw new IllegalArgumentException("is one too many; at most " + MAX_BUDGETS);
        }
        budgets.add(budget);
      } catch (IllegalArgumentException e) {
        problems.accept(item.place() + ": budget of ai.budgets: " + e.getMessage());
      }
    }
    return List.copyOf(budgets);
  }

  private static Budget budget(ConfigNode item) {
    if (!(item instanceof ConfigNode.Mapping mapping)) {
      throw new IllegalArgumentException("expected name, usd and per");
    }
    Map<String, String> values = new HashMap<>();
    for (Map.Entry<String, ConfigNode> entry : mapping.entries().entrySet()) {
      if (!(entry.getValue() instanceof ConfigNode.Scalar scalar)) {
        throw new IllegalArgumentException("'" + entry.getKey() + "' takes one value");
      }
      values.put(entry.getKey(), scalar.text().trim());
    }
    Map<String, String> only = new HashMap<>(values);
    only.keySet().removeAll(OWN_KEYS);
    return new Budget(
        required(values, "name"),
        usd(required(values, "usd")),
        period(required(values, "per")),
        Map.copyOf(only),
        values.get("by"),
        flag(values.getOrDefault("refuse", "false")));
  }

  private static String required(Map<String, String> values, String key) {
    String value = values.getOrDefault(key, "");
    if (value.isEmpty()) {
      throw new IllegalArgumentException("'" + key + "' is missing; expected name, usd and per");
    }
    return value;
  }

  private static double usd(String text) {
    try {
      double usd = Double.parseDouble(text);
      if (usd > 0 && usd <= MAX_USD) {
        return usd;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new IllegalArgumentException(
        "'usd' is '" + text + "'; expected an amount above 0, to 1000000000");
  }

  private static Period period(String text) {
    for (Period period : Period.values()) {
      if (period.word().equals(text.toLowerCase(Locale.ROOT))) {
        return period;
      }
    }
    throw new IllegalArgumentException("'per' is '" + text + "'; expected hour, day or month");
  }

  private static boolean flag(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "yes", "on" -> true;
      case "false", "no", "off" -> false;
      default ->
          throw new IllegalArgumentException("'refuse' is '" + text + "'; expected true or false");
    };
  }
}
