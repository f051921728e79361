// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.slo;

import io.obsagent.yaml.YamlException;
import io.obsagent.yaml.YamlFaults;
import io.obsagent.yaml.YamlMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what <a href="https://sloth.dev/specs/default/">Sloth</a> takes: {@code prometheus/v1}, and
 * its Kubernetes resource, in which keys are written in camel case.
 */
final class SlothReader {
  private static final Set<String> PLUGINS = Set.of("plugins", "slo_plugins", "sloPlugins");

  private final ObjectiveFile.Found found;

  SlothReader(ObjectiveFile.Found found) {
    this.found = found;
  }

  /** A resource of Kubernetes. */
  void readResource(YamlMap resource) throws YamlException {
    YamlMap spec = resource.map("spec");
    if (spec == null) {
      throw new YamlException(resource.place() + ": 'spec' is missing");
    }
    read(spec);
  }

  void read(YamlMap root) throws YamlException {
    String version = root.text("version", "prometheus/v1");
    if (!version.equals("prometheus/v1")) {
      throw root.error("version", "version: only prometheus/v1 is known, not '" + version + "'");
    }
    String service = root.required("service");
    root.ignore(PLUGINS, "Sloth's plugins are programs of its own");
    Map<String, String> labels = root.textMap("labels");
    for (YamlMap slo : root.mapsAmong("slos", found.errors()::add)) {
      try {
        found.objectives().add(objective(slo, service, labels));
      } catch (YamlException e) {
        found.tell(e);
      }
    }
  }

  private static Objective objective(YamlMap slo, String service, Map<String, String> ofAll)
      throws YamlException {
    slo.ignore(PLUGINS, "Sloth's plugins are programs of its own");
    YamlFaults faults = new YamlFaults();
    String name = faults.read("x", () -> ShortForm.name(slo, "name"));
    double target =
        faults.read(
            0.5,
            () -> {
              slo.required("objective");
              return slo.value("objective", 0.5, ShortForm::percent);
            });
    Indicator indicator = faults.read(new Indicator.Ratio(new Query("0")), () -> indicator(slo));
    Map<String, String> labels = new HashMap<>(ofAll);
    labels.putAll(faults.read(Map.of(), () -> slo.textMap("labels")));
    AlertPolicy alerts = faults.read(AlertPolicy.none(), () -> alerts(slo));
    String description = faults.read("", () -> slo.text("description"));
    faults.end();
    return new Objective(
        name,
        service,
        "ratio",
        description,
        labels.getOrDefault("owner", ""),
        labels,
        target,
        Period.DEFAULT,
        indicator,
        List.of(),
        Objective.MIN_EVENTS,
        Objective.WARN_BELOW,
        alerts,
        slo.place());
  }

  private static Indicator indicator(YamlMap slo) throws YamlException {
    YamlMap sli = slo.map("sli");
    if (sli == null) {
      throw new YamlException(slo.place() + ": 'sli' is missing");
    }
    if (sli.has("plugin")) {
      throw sli.error(
          "plugin", "a plugin is a program of Sloth's; write its queries as 'events' instead");
    }
    YamlMap events = sli.map("events");
    YamlMap raw = sli.map("raw");
    if (events != null) {
      return new Indicator.Events(
          query(events, "error_query", "errorQuery"),
          false,
          query(events, "total_query", "totalQuery"));
    }
    if (raw != null) {
      return new Indicator.Ratio(query(raw, "error_ratio_query", "errorRatioQuery"));
    }
    throw new YamlException(sli.place() + ": 'sli' has 'events' or 'raw'");
  }

  private static Query query(YamlMap map, String snake, String camel) throws YamlException {
    String key = map.has(camel) ? camel : snake;
    map.required(key);
    return map.value(key, new Query("0"), Query::of);
  }

  private static @Nullable YamlMap either(YamlMap map, String snake, String camel)
      throws YamlException {
    return map.map(map.has(camel) ? camel : snake);
  }

  private static AlertPolicy alerts(YamlMap slo) throws YamlException {
    YamlMap alerting = slo.map("alerting");
    if (alerting == null) {
      return AlertPolicy.DEFAULT;
    }
    AlertPolicy.Severity page =
        severity(either(alerting, "page_alert", "pageAlert"), AlertPolicy.DEFAULT.page());
    AlertPolicy.Severity ticket =
        severity(either(alerting, "ticket_alert", "ticketAlert"), AlertPolicy.DEFAULT.ticket());
    if (!page.enabled() && !ticket.enabled()) {
      return AlertPolicy.none();
    }
    return new AlertPolicy(
        alerting.text("name", AlertPolicy.NAME),
        alerting.textMap("labels"),
        alerting.textMap("annotations"),
        page,
        ticket,
        AlertPolicy.DEFAULT.budgets(),
        true);
  }

  private static AlertPolicy.Severity severity(
      @Nullable YamlMap map, AlertPolicy.Severity otherwise) throws YamlException {
    if (map == null) {
      return otherwise;
    }
    Map<String, String> labels = new HashMap<>(otherwise.labels());
    labels.putAll(map.textMap("labels"));
    return new AlertPolicy.Severity(
        !map.flag("disable", false), labels, map.textMap("annotations"));
  }
}
