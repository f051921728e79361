// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import io.obsagent.core.span.Bounds;
import io.obsagent.spi.config.ConfigNode;
import io.obsagent.spi.config.Section;
import io.obsagent.spi.redact.Redaction;
import io.obsagent.spi.telemetry.HttpServerAdapter;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.context.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Labels of the user's own for AI calls, which are read of the request that is being served: {@code
 * tenant: header:X-Tenant}. What a client sends becomes a label value, so each label has at most so
 * many values, and the rest is one. Thread-safe.
 */
final class CallLabels {
  static final int MAX_LABELS = 4;
  static final int MAX_VALUES = 100;
  private static final int MAX_LENGTH = 64;

  /** The value of what was not sent, or where no request is served. */
  static final String NONE = "none";

  private static final String OTHER = "other";
  private static final String HEADER = "header:";
  private static final String BAGGAGE = "baggage:";
  private static final Pattern NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]{0,63}");
  private static final Set<String> TAKEN =
      Set.of(
          "route",
          "operation",
          "model",
          "provider",
          "status",
          "token_type",
          "le",
          "job",
          "instance");

  /**
   * Where a label's value comes from.
   *
   * @param name of the label
   * @param key of the header or of the baggage's entry
   */
  record Source(String name, boolean header, String key) {}

  static final Section<List<Source>> SECTION =
      new Section<>(
          "ai.labels",
          "Labels for the metrics ai_workload_*, read of the request in which an AI model is"
              + " called: of a header or of the baggage. At most 4, of 100 values each; others read"
              + " 'other'.",
          """
          tenant: header:X-Tenant
          team: baggage:team
          """,
          false,
          List.of(),
          CallLabels::parse);

  private final List<Source> sources;
  private final List<String> names;
  private final List<Map<String, String>> known = new ArrayList<>();

  CallLabels(List<Source> sources) {
    this.sources = sources;
    List<String> ofSources = new ArrayList<>();
    for (Source source : sources) {
      ofSources.add(source.name());
      known.add(new ConcurrentHashMap<>());
    }
    this.names = List.copyOf(ofSources);
  }

  boolean isEmpty() {
    return sources.isEmpty();
  }

  int size() {
    return sources.size();
  }

  List<String> names() {
    return names;
  }

  /** The values of a request, in the order of the names; null where there are no labels. */
  <Q> String @Nullable [] read(HttpServerAdapter<Q, ?> reader, Q request, Context base) {
    if (sources.isEmpty()) {
      return null;
    }
    String[] values = new String[sources.size()];
    for (int i = 0; i < values.length; i++) {
      Source source = sources.get(i);
      values[i] =
          bounded(
              known.get(i),
              source.header()
                  ? reader.get(request, source.key())
                  : Baggage.fromContext(base).getEntryValue(source.key()));
    }
    return values;
  }

  private static String bounded(Map<String, String> values, @Nullable String sent) {
    String value = sent == null ? "" : sent.trim();
    if (value.isEmpty()) {
      return NONE;
    }
    value = Bounds.cut(value, MAX_LENGTH);
    String seen = values.get(value);
    if (seen != null) {
      return seen;
    }
    if (values.size() >= MAX_VALUES || !isPlain(value)) {
      return OTHER;
    }
    // Whoever tells tenants apart by their keys is not to have these in metrics.
    String label = Redaction.standard().line(value);
    values.put(value, label);
    return label;
  }

  private static boolean isPlain(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) < ' ' || value.charAt(i) > '~') {
        return false;
      }
    }
    return true;
  }

  private static List<Source> parse(ConfigNode node, Consumer<String> problems) {
    if (!(node instanceof ConfigNode.Mapping mapping)) {
      throw new IllegalArgumentException(
          node.place() + ": 'ai.labels' takes names and sources: tenant: header:X-Tenant");
    }
    List<Source> sources = new ArrayList<>();
    for (Map.Entry<String, ConfigNode> entry : mapping.entries().entrySet()) {
      String name = entry.getKey();
      String text =
          entry.getValue() instanceof ConfigNode.Scalar scalar ? scalar.text().trim() : "";
      Source source = source(name, text);
      String wrong =
          !NAME.matcher(name).matches() || name.startsWith("__")
              ? "is no name for a label; expected letters, digits and '_'"
              : TAKEN.contains(name)
                  ? "is a label already"
                  : source == null
                      ? "expected header:NAME or baggage:KEY"
                      : sources.size() == MAX_LABELS
                          ? "is one too many; at most " + MAX_LABELS
                          : "";
      if (!wrong.isEmpty()) {
        problems.accept(entry.getValue().place() + ": label '" + name + "' of ai.labels: " + wrong);
      } else if (source != null) {
        sources.add(source);
      }
    }
    return List.copyOf(sources);
  }

  private static @Nullable Source source(String name, String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.startsWith(HEADER) && text.length() > HEADER.length()) {
      return new Source(name, true, text.substring(HEADER.length()).trim());
    }
    if (lower.startsWith(BAGGAGE) && text.length() > BAGGAGE.length()) {
      return new Source(name, false, text.substring(BAGGAGE.length()).trim());
    }
    return null;
  }
}
