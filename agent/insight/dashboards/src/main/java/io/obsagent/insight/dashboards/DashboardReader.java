// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.dashboards;

import io.obsagent.insight.dashboards.Dashboard.Section;
import io.obsagent.insight.dashboards.Dashboard.Variable;
import io.obsagent.insight.dashboards.Panel.Target;
import io.obsagent.insight.dashboards.Panel.Threshold;
import io.obsagent.insight.promql.PromqlException;
import io.obsagent.insight.promql.PromqlParser;
import io.obsagent.spi.config.ConfigNode;
import io.obsagent.yaml.YamlDocument;
import io.obsagent.yaml.YamlException;
import io.obsagent.yaml.YamlMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads a dashboard from YAML; what is wrong is told with its line. For one file. */
final class DashboardReader {
  private static final int MAX_PANELS = 200;
  private static final int MAX_TARGETS = 20;
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");
  private static final Pattern NAME = Pattern.compile("[a-z_]{1,40}");
  private static final Pattern TIME = Pattern.compile("[1-9][0-9]{0,5}[smhdw]");
  private static final List<String> COLOURS = List.of("green", "yellow", "orange", "red");

  private final List<String> problems = new ArrayList<>();
  private List<Variable> variables = List.of();
  private int panels;

  private DashboardReader() {}

  /**
   * @throws YamlException with all that is wrong in it
   */
  static Dashboard read(YamlDocument document) throws YamlException {
    List<String> warnings = new ArrayList<>();
    YamlMap root = YamlMap.of(document, warnings);
    root.allowOnly(
        "a dashboard",
        List.of(
            "id",
            "title",
            "description",
            "tags",
            "refresh",
            "range",
            "variables",
            "sections",
            "panels"));
    if (!warnings.isEmpty()) {
      throw new YamlException(warnings);
    }
    return new DashboardReader().dashboard(root);
  }

  private Dashboard dashboard(YamlMap root) throws YamlException {
    root.required("id");
    String id = root.value("id", "", text -> matching(text, ID, "letters, digits, - and _"));
    String title = root.required("title");
    variables = variables(root);
    List<Section> sections = new ArrayList<>();
    if (root.has("panels")) {
      sections.add(new Section("", panels(root)));
    }
    for (YamlMap section : root.mapsAmong("sections", problems::add)) {
      section.allowOnly("a section", List.of("title", "panels"));
      sections.add(new Section(section.text("title"), panels(section)));
    }
    if (panels == 0 && problems.isEmpty()) {
      throw root.error("id", "a dashboard has 'panels', or 'sections' with some");
    }
    if (!problems.isEmpty()) {
      throw new YamlException(problems);
    }
    return new Dashboard(
        id,
        title,
        root.text("description"),
        root.texts("tags"),
        time(root, "refresh", "30s"),
        time(root, "range", "1h"),
        variables,
        sections);
  }

  private static String time(YamlMap map, String key, String otherwise) throws YamlException {
    return map.value(key, otherwise, text -> matching(text, TIME, "a time such as 30s, 5m or 1h"));
  }

  private static String matching(String text, Pattern pattern, String wanted) {
    if (!pattern.matcher(text).matches()) {
      throw new IllegalArgumentException("expected " + wanted + ", not '" + text + "'");
    }
    return text;
  }

  private List<Variable> variables(YamlMap root) throws YamlException {
    List<Variable> read = new ArrayList<>();
    for (YamlMap map : root.mapsAmong("variables", problems::add)) {
      map.allowOnly("a variable", List.of("name", "label", "metric"));
      map.required("name");
      String name = map.value("name", "", text -> matching(text, NAME, "small letters and _"));
      read.add(new Variable(name, map.text("label", name), map.required("metric")));
    }
    return read;
  }

  private List<Panel> panels(YamlMap map) {
    List<Panel> read = new ArrayList<>();
    for (YamlMap panel : map.mapsAmong("panels", problems::add)) {
      try {
        if (++panels > MAX_PANELS) {
          throw panel.error("title", "more than " + MAX_PANELS + " panels; make two dashboards");
        }
        read.add(panel(panel));
      } catch (YamlException e) {
        problems.addAll(e.problems());
      }
    }
    return read;
  }

  private Panel panel(YamlMap map) throws YamlException {
    map.allowOnly(
        "a panel",
        List.of(
            "title",
            "type",
            "unit",
            "description",
            "needs",
            "from",
            "alert",
            "page",
            "width",
            "height",
            "expr",
            "legend",
            "targets",
            "thresholds"));
    PanelType type = map.value("type", PanelType.TIMESERIES, word(PanelType.values()));
    return new Panel(
        map.required("title"),
        type,
        map.value("unit", Unit.NUMBER, word(Unit.values())),
        map.text("description"),
        map.text("needs"),
        map.text("from"),
        map.text("alert"),
        map.text("page"),
        Math.max(2, Math.min(24, map.number("width", type.width))),
        Math.max(2, Math.min(40, map.number("height", type.height))),
        targets(map),
        thresholds(map));
  }

  /** One of an enum, as users write it. */
  private static <E extends Enum<E>> Function<String, E> word(E[] values) {
    return text -> {
      for (E value : values) {
        if (value.name().equalsIgnoreCase(text.replace('-', '_'))) {
          return value;
        }
      }
      String all = String.join(", ", Arrays.stream(values).map(DashboardReader::wordOf).toList());
      throw new IllegalArgumentException("expected one of " + all + ", not '" + text + "'");
    };
  }

  private static String wordOf(Enum<?> value) {
    return value instanceof Unit unit ? unit.word() : ((PanelType) value).word();
  }

  /** Either {@code expr} for a single one, or {@code targets}: queries, or maps that hold one. */
  private List<Target> targets(YamlMap panel) throws YamlException {
    List<Target> read = new ArrayList<>();
    if (panel.has("expr")) {
      read.add(target(panel, "expr", panel.text("expr"), panel.text("legend")));
    }
    if (panel.node("targets") instanceof ConfigNode.Sequence sequence) {
      for (ConfigNode item : sequence.items()) {
        if (item instanceof ConfigNode.Scalar scalar) {
          read.add(target(panel, "targets", scalar.text(), ""));
        }
      }
      if (read.isEmpty()) {
        for (YamlMap map : panel.maps("targets")) {
          map.allowOnly("a target", List.of("expr", "legend"));
          read.add(target(map, "expr", map.required("expr"), map.text("legend")));
        }
      }
    }
    if (read.isEmpty() || read.size() > MAX_TARGETS) {
      throw panel.error(
          "title", "a panel has 'expr', or 'targets' with 1 to " + MAX_TARGETS + " queries");
    }
    return read;
  }

  private Target target(YamlMap map, String key, String expr, String legend) throws YamlException {
    String unknown = Placeholders.unknown(expr, variables);
    if (!unknown.isEmpty()) {
      throw map.error(
          key,
          ("$" + unknown + " is no variable of this dashboard; there are $here, $rate, $range,")
              + " $job, $instance and those below 'variables'");
    }
    try {
      PromqlParser.parse(Placeholders.filled(expr, Map.of(), "5m", "1h"));
    } catch (PromqlException e) {
      throw map.error(key, "not PromQL: " + e.getMessage());
    }
    return new Target(expr, legend);
  }

  private List<Threshold> thresholds(YamlMap panel) throws YamlException {
    List<Threshold> read = new ArrayList<>();
    for (YamlMap map : panel.maps("thresholds")) {
      map.allowOnly("a threshold", List.of("above", "colour"));
      map.required("above");
      double above = map.value("above", 0.0, DashboardReader::finite);
      String colour = map.text("colour", "red");
      if (!COLOURS.contains(colour)) {
        throw map.error(
            "colour", "expected one of " + String.join(", ", COLOURS) + ", not '" + colour + "'");
      }
      if (!read.isEmpty() && above <= read.get(read.size() - 1).above()) {
        throw map.error("above", "thresholds stand from the lowest to the highest");
      }
      read.add(new Threshold(above, colour));
    }
    return read;
  }

  private static double finite(String text) {
    double number = Double.parseDouble(text);
    if (Double.isNaN(number) || Double.isInfinite(number)) {
      throw new IllegalArgumentException("expected a number, not '" + text + "'");
    }
    return number;
  }
}
