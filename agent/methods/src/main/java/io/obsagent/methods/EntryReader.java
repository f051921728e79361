// SPDX-License-Identifier: Apache-2.0
package io.obsagent.methods;

import io.obsagent.methods.MetricSpec.Kind;
import io.obsagent.methods.expr.Expr;
import io.obsagent.methods.expr.Expr.Root;
import io.obsagent.methods.expr.ExprException;
import io.obsagent.methods.expr.Parser;
import io.obsagent.spi.config.ConfigNode;
import io.obsagent.spi.config.Section;
import io.obsagent.spi.metrics.MetricDefinition;
import io.obsagent.yaml.YamlException;
import io.obsagent.yaml.YamlMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** YAML to entries: one that is wrong is told by its place and left out, the others count. */
final class EntryReader {
  private static final int MAX_ENTRIES = 500;
  private static final int MAX_METRICS = 10;
  private static final int MAX_LABELS = 8;
  private static final int MAX_ATTRIBUTES = 32;
  private static final int MAX_NAME = 128;

  static final Section<List<MethodEntry>> SECTION =
      new Section<>(
          "methods",
          "Methods of the application whose calls become metrics, spans and business events: which"
              + " methods (match), a span (its name, or true), metrics, attributes of span and event,"
              + " an event, and when that counts. See own-numbers.md.",
          """
          - match: "com.acme.shop.*Service#place*(Order, ..)"
            span: place order
            metrics:
              - {name: orders_total, type: counter, labels: {tier: arg0.customer.tier, outcome: "thrown ? 'failed' : 'ok'"}}
              - {name: order_value_euros, type: histogram, value: arg0.total, buckets: [1, 10, 100]}
            attributes: {order.id: arg0.id, user.id: hash(arg0.customer.id)}
            event: order_placed
            when: duration > 200ms or thrown
          """,
          true,
          List.of(),
          EntryReader::parse);

  private final Map<String, MetricSpec> metrics = new TreeMap<>();
  private final Consumer<String> problems;

  private EntryReader(Consumer<String> problems) {
    this.problems = problems;
  }

  static List<MethodEntry> parse(ConfigNode node, Consumer<String> problems) {
    if (!(node instanceof ConfigNode.Sequence list)) {
      throw new IllegalArgumentException(
          node.place() + ": 'methods' takes a list: - match: com.acme.shop.*Service#place*");
    }
    EntryReader reader = new EntryReader(problems);
    List<MethodEntry> entries = new ArrayList<>();
    for (ConfigNode item : list.items()) {
      try {
        if (entries.size() == MAX_ENTRIES) {
          throw new YamlException(item.place() + ": one entry too many; at most " + MAX_ENTRIES);
        }
        entries.add(reader.entry(item));
      } catch (YamlException e) {
        e.problems().forEach(problem -> problems.accept(problem + "; this entry is left out"));
      }
    }
    return List.copyOf(entries);
  }

  private MethodEntry entry(ConfigNode item) throws YamlException {
    if (!(item instanceof ConfigNode.Mapping mapping)) {
      throw new YamlException(item.place() + ": an entry has match, and what to make of its calls");
    }
    List<String> warnings = new ArrayList<>();
    YamlMap map = YamlMap.of(mapping, warnings);
    map.required("match");
    MethodPattern match = parsed(map.node("match"), MethodPattern::parse);
    String span = map.has("span") ? span(map) : null;
    String event = map.has("event") ? name(map, "event") : null;
    List<MetricSpec> specs = new ArrayList<>();
    for (YamlMap metric : map.maps("metrics")) {
      specs.add(metric(metric));
    }
    Map<String, Expr> attributes = expressions(map, "attributes", MAX_ATTRIBUTES);
    Expr when = map.has("when") ? parsed(map.node("when"), Parser::parse) : null;
    map.close();
    if (span == null && event == null && specs.isEmpty()) {
      throw new YamlException(map.place() + ": an entry has a span, metrics or an event");
    }
    if (specs.size() > MAX_METRICS) {
      throw map.error("metrics", "an entry has at most " + MAX_METRICS + " metrics");
    }
    for (MetricSpec spec : specs) {
      MetricSpec first = metrics.putIfAbsent(spec.definition().name(), spec);
      if (first != null && !first.definition().equals(spec.definition())) {
        throw map.error(
            "metrics",
            "metric "
                + spec.definition().name()
                + " stands above with another type, help, unit, labels or buckets");
      }
    }
    warnings.forEach(problems);
    return new MethodEntry(
        mapping.place(), match, span, List.copyOf(specs), attributes, event, when);
  }

  /** {@code true} is the method's own name. */
  private static @Nullable String span(YamlMap map) throws YamlException {
    String text = name(map, "span");
    return text.equals("true") ? "" : text.equals("false") ? null : text;
  }

  private static String name(YamlMap map, String key) throws YamlException {
    String name = map.required(key);
    if (name.length() > MAX_NAME) {
      throw map.error(key, key + ": a name has at most " + MAX_NAME + " characters");
    }
    return name;
  }

  private MetricSpec metric(YamlMap map) throws YamlException {
    Kind kind = map.value("type", Kind.COUNTER, EntryReader::kind);
    String name = map.required("name");
    if (!name.matches("[a-zA-Z_:][a-zA-Z0-9_:]{0,127}") || name.startsWith("obs_agent_")) {
      throw map.error(
          "name",
          "the name of a metric has letters, digits, _ and :, and does not begin with obs_agent_: '"
              + name
              + "'");
    }
    if (kind == Kind.COUNTER && !name.endsWith("_total")) {
      problems.accept(map.place("name") + ": a counter's name ends in _total: " + name + "_total");
      name += "_total";
    }
    Map<String, Expr> labels = expressions(map, "labels", MAX_LABELS);
    for (String label : labels.keySet()) {
      if (!label.matches("[a-zA-Z_][a-zA-Z0-9_]{0,127}") || label.startsWith("__")) {
        throw map.error("labels", "the name of a label has letters, digits and _: '" + label + "'");
      }
    }
    Expr value = map.has("value") ? parsed(map.node("value"), Parser::parse) : null;
    if (kind == Kind.GAUGE && value == null) {
      throw new YamlException(map.place() + ": a gauge has a value");
    }
    if (kind == Kind.ACTIVE) {
      requireEntry(map, labels, value);
    }
    MetricSpec spec =
        new MetricSpec(
            kind, definition(map, kind, name, labels), List.copyOf(labels.values()), value);
    map.close();
    return spec;
  }

  private static void requireEntry(YamlMap map, Map<String, Expr> labels, @Nullable Expr value)
      throws YamlException {
    boolean[] late = {value != null};
    labels.values().forEach(label -> label.visit(each -> late[0] |= isLate(each)));
    if (late[0]) {
      throw new YamlException(
          map.place()
              + ": what is active is counted when a call begins: it has no value, and its labels know"
              + " arguments and this alone");
    }
  }

  private static boolean isLate(Expr expr) {
    return expr instanceof Root root && root != Root.THIS;
  }

  private static Kind kind(String word) {
    return switch (word) {
      case "counter" -> Kind.COUNTER;
      case "gauge" -> Kind.GAUGE;
      case "histogram" -> Kind.HISTOGRAM;
      case "active" -> Kind.ACTIVE;
      default ->
          throw new IllegalArgumentException(
              "expected counter, gauge, histogram or active, not '" + word + "'");
    };
  }

  private static MetricDefinition definition(
      YamlMap map, Kind kind, String name, Map<String, Expr> labels) throws YamlException {
    String help = map.text("help", "Counted by an entry of methods.");
    String unit = map.text("unit");
    MetricDefinition bare =
        switch (kind) {
          case COUNTER -> MetricDefinition.counter(name, help);
          case HISTOGRAM -> MetricDefinition.histogram(name, help, buckets(map));
          default -> MetricDefinition.gauge(name, help);
        };
    return bare.unit(unit).labels(labels.keySet().toArray(new String[0]));
  }

  private static double[] buckets(YamlMap map) throws YamlException {
    List<String> texts = map.texts("buckets");
    if (texts.isEmpty()) {
      return new double[] {
        0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10
      };
    }
    double[] bounds = new double[texts.size()];
    for (int i = 0; i < bounds.length; i++) {
      try {
        bounds[i] = Double.parseDouble(texts.get(i));
      } catch (NumberFormatException e) {
        throw map.error("buckets", "buckets: '" + texts.get(i) + "' is no number");
      }
      if (!Double.isFinite(bounds[i]) || i > 0 && bounds[i] <= bounds[i - 1] || i > 100) {
        throw map.error("buckets", "buckets: at most 100 numbers that rise");
      }
    }
    return bounds;
  }

  private static Map<String, Expr> expressions(YamlMap map, String key, int most)
      throws YamlException {
    Map<String, Expr> expressions = new LinkedHashMap<>();
    YamlMap inner = map.map(key);
    if (inner != null) {
      for (String name : inner.keys()) {
        expressions.put(name, parsed(inner.node(name), Parser::parse));
      }
    }
    if (expressions.size() > most) {
      throw map.error(key, key + ": at most " + most);
    }
    return java.util.Collections.unmodifiableMap(expressions);
  }

  private interface Parsing<T> {
    T parse(String text) throws ExprException;
  }

  private static <T> T parsed(ConfigNode node, Parsing<T> parsing) throws YamlException {
    if (!(node instanceof ConfigNode.Scalar scalar)) {
      throw new YamlException(node.place() + ": expected an expression");
    }
    try {
      return parsing.parse(scalar.text());
    } catch (ExprException e) {
      String column = scalar.column() == 0 ? "" : ":" + (scalar.column() + e.offset());
      throw new YamlException(scalar.place() + column + ": " + e.getMessage());
    }
  }
}
