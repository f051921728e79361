// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.config;

import io.obsagent.core.config.Found.Source;
import io.obsagent.spi.config.Option;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Names that an option may hold ({@code traces.exporter}: the exporters that there are) or that may
 * be in the place of its variable part ({@code instrumentation.<name>.enabled}: the modules). They
 * are told by whoever knows them; where nobody did, every name is taken. Thread-safe.
 */
final class KnownNames {
  private final Map<String, Set<String>> byKey = new ConcurrentHashMap<>();

  void add(Option<?> option, Collection<String> names) {
    Set<String> all = new TreeSet<>(names);
    byKey.merge(
        option.key(),
        all,
        (before, more) -> {
          Set<String> both = new TreeSet<>(before);
          both.addAll(more);
          return both;
        });
  }

  /** The names of a family, or null where nobody knows them. */
  @Nullable Set<String> of(Option<?> option) {
    return byKey.get(option.key());
  }

  /** What is wrong with the names in a value that is a list of some. */
  List<String> check(Option<?> option, Found found) {
    Set<String> names = byKey.get(option.key());
    List<String> problems = new ArrayList<>();
    if (names == null || option.isFamily() || found.source() == Source.DEFAULT) {
      return problems;
    }
    for (String part : found.text().split(",")) {
      String name = part.strip().toLowerCase(java.util.Locale.ROOT);
      if (!name.isEmpty() && !names.contains(name)) {
        problems.add(
            found.place()
                + ": '"
                + option.key()
                + "' names '"
                + name
                + "', which there is not; there are "
                + String.join(", ", names));
      }
    }
    return problems;
  }
}
