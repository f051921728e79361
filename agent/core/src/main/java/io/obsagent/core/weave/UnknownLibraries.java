// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.weave;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Servers, clients and the like that no module instruments, known by a class that each loads when
 * it is set up. Who looks for a span that cannot be finds them on the diagnostics page.
 * Thread-safe.
 *
 * <p>The look-up is the one by name that each class that is loaded needs anyway. A library whose
 * instrumentation is written leaves this table.
 */
final class UnknownLibraries {
  /** Binary name of a class → what it belongs to. */
  static final Map<String, String> MARKERS =
      Map.ofEntries(
          Map.entry("com.datastax.driver.core.Cluster", "Cassandra driver 3"),
          Map.entry(
              "io.opentelemetry.sdk.OpenTelemetrySdk",
              "OpenTelemetry SDK of the application (its spans and metrics go where it sends them; to"
                  + " have all in one place take it out, as the API is enough, set"
                  + " otel.sdk.disabled=true if it is of OpenTelemetry's starter for Spring Boot, or"
                  + " send both to the same collector)"));

  private final TreeSet<String> seen = new TreeSet<>();

  /** Notes the library of a marker; null, of a class that is none, is let go. */
  synchronized void see(@Nullable String library) {
    if (library != null) {
      seen.add(library);
    }
  }

  /** The libraries seen so far, in the order of their names. */
  synchronized List<String> seen() {
    return List.copyOf(seen);
  }
}
