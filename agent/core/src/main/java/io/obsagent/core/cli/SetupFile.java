// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.cli;

import io.obsagent.spi.http.JsonWriter;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An {@code obs-agent.yaml} for one application: what it goes by, and what it may want next. Prose
 * has one space behind its {@code #}; any other line is a proposal, which holds once the character
 * is deleted. For one call.
 */
final class SetupFile {
  private static final Pattern HOST_PORT = Pattern.compile("[A-Za-z0-9._-]{1,253}:\\d{1,5}");
  private static final Pattern NO_NAME = Pattern.compile("[^a-z0-9]+");
  private static final double[] THRESHOLDS = {0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 5, 10};
  private static final String MASKED = "***";

  private final Sighting seen;
  private final StringBuilder file = new StringBuilder();

  private SetupFile(Sighting seen) {
    this.seen = seen;
  }

  static String of(Sighting seen, String service) {
    SetupFile setup = new SetupFile(seen);
    setup.head(service);
    setup.known();
    setup.telemetry();
    setup.port();
    setup.kept();
    setup.alerts();
    setup.objectives();
    setup.checks();
    setup.ai();
    setup.instrumentations();
    setup.findings();
    return setup.file.toString();
  }

  private void text(String prose) {
    file.append("# ").append(onOneLine(prose)).append('\n');
  }

  private void part(String title) {
    file.append('\n');
    text(title);
  }

  private void proposal(String yaml) {
    for (String line : yaml.split("\n")) {
      file.append('#').append(line).append('\n');
    }
  }

  private static String onOneLine(String text) {
    return text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]+", " ");
  }

  /** As JSON writes it, which is YAML, too. */
  private static String quoted(String text) {
    return onOneLine(new JsonWriter().value(text).toString());
  }

  private boolean isSet(String key) {
    return seen.options().containsKey(key);
  }

  private void head(String service) {
    text("Written by 'java -jar obs-agent.jar setup'. What is not given here has its default.");
    text("Words have one space behind the '#'; any other line holds once its '#' is deleted.");
    text("'java -jar obs-agent.jar validate FILE' checks it; all options: config --example.");
    part("By this name metrics and traces are told apart.");
    file.append("service.name: ")
        .append(quoted(seen.service().isEmpty() ? service : seen.service()))
        .append('\n');
  }

  private void known() {
    Map<String, Sighting.SetOption> rest = new LinkedHashMap<>(seen.options());
    rest.remove("service.name");
    rest.remove("config.file");
    if (rest.isEmpty()) {
      return;
    }
    part("What somebody has set by now; what is given elsewhere wins over this file.");
    rest.forEach(
        (key, option) -> {
          text(key + " from " + option.source());
          if (option.value().contains(MASKED)) {
            proposal(key + "_env: NAME_OF_A_VARIABLE");
          } else {
            proposal(key + ": " + quoted(option.value()));
          }
        });
  }

  private void telemetry() {
    part("Where spans, metrics and log records go, beside the console and /metrics.");
    if (seen.exporters().isEmpty()) {
      text("Nowhere by now. An OpenTelemetry Collector, or Jaeger 2:");
    } else {
      text("By now: " + String.join(", ", seen.exporters()) + ".");
    }
    proposeUnlessSet("exporter.otlp.endpoint", "http://127.0.0.1:4318");
    text("With much traffic: all that failed or was slow, and a share of the rest.");
    proposeUnlessSet("traces.tail.enabled", "true");
  }

  private void proposeUnlessSet(String key, String value) {
    if (!isSet(key)) {
      proposal(key + ": " + value);
    }
  }

  private void port() {
    part("The port of the console, metrics and API; 127.0.0.1 until somebody says otherwise.");
    text("A token is needed beyond loopback, and to change anything.");
    proposeUnlessSet("server.host", "0.0.0.0");
    if (!isSet("server.token")) {
      proposal("server.token_env: OBS_SERVER_TOKEN");
    }
    text("Where people reach it: notifications link there.");
    proposeUnlessSet("alerting.external-url", "http://localhost:9464");
  }

  private void kept() {
    if (isSet("data.directory") && isSet("traces.store.disk-mb")) {
      return;
    }
    part("Without a directory, series, alerts, silences and traces are gone after a restart.");
    proposeUnlessSet("data.directory", "/var/lib/obs-agent");
    proposeUnlessSet("traces.store.disk-mb", "512");
  }

  private void alerts() {
    part("Who is told. SLACK_WEBHOOK_URL, or ALERT_EMAIL with SMTP_HOST, alone do, too.");
    proposal(
        """
        alerting:
          channels:
            slack:
              webhook_url_env: SLACK_WEBHOOK_URL
            email:
              smtp_host: mail.example.com
              recipients: [ops@example.com]
        """);
  }

  private void objectives() {
    part("What is promised; alerts come before the error budget is spent.");
    StringBuilder yaml = new StringBuilder("slo:\n  objectives:\n");
    Set<String> names = new HashSet<>();
    if (seen.routes().isEmpty()) {
      text("No request was seen yet; a route is the pattern, as /orders/{id}.");
      objective(yaml, "orders", "/orders/{id}", 0.3);
    } else {
      text("The routes that are called most, and what they do by now:");
    }
    seen.routes()
        .forEach(
            (route, p95) -> {
              String name = name(route);
              if (names.add(name)) {
                text(route + ": 95 % within " + seconds(p95));
                objective(yaml, name, route, p95);
              }
            });
    proposal(yaml.toString());
  }

  private static void objective(StringBuilder yaml, String name, String route, double p95) {
    yaml.append("    - {name: ").append(quoted(name)).append(", target: 99.9, route: ");
    yaml.append(quoted(route)).append("}\n");
    yaml.append("    - {name: ").append(quoted(name + "-latency")).append(", target: 99, route: ");
    yaml.append(quoted(route)).append(", threshold: ").append(threshold(p95)).append("}\n");
  }

  private static String name(String route) {
    String name = NO_NAME.matcher(route.toLowerCase(Locale.ROOT)).replaceAll("-");
    String stripped = name.replaceAll("^-|-$", "");
    String bounded = stripped.substring(0, Math.min(40, stripped.length()));
    return bounded.isEmpty() ? "root" : bounded.replaceAll("-$", "");
  }

  private static String seconds(double seconds) {
    return seconds < 1
        ? Math.round(seconds * 1_000) + " ms"
        : Math.round(seconds * 10) / 10.0 + " s";
  }

  /** The next step above twice what is usual. */
  private static String threshold(double p95) {
    for (double step : THRESHOLDS) {
      if (step >= 2 * p95) {
        return Math.round(step * 1_000) + "ms";
      }
    }
    return "10s";
  }

  private void checks() {
    part("What is called is watched by its own calls. These would be asked besides:");
    StringBuilder yaml = new StringBuilder();
    seen.components()
        .forEach(
            (component, kind) -> {
              String place = component.substring(component.indexOf(' ') + 1);
              String key = kind.equals("redis") || kind.equals("cache") ? "redis" : "tcp";
              if (HOST_PORT.matcher(place).matches()) {
                yaml.append("    - {name: ").append(quoted(component)).append(", ");
                yaml.append(key).append(": ").append(quoted(place)).append("}\n");
              }
            });
    if (yaml.isEmpty()) {
      yaml.append("    - {name: warehouse, url: https://warehouse.internal/ping}\n");
    }
    proposal("health:\n  checks:\n" + yaml);
  }

  private void ai() {
    if (seen.models().isEmpty()) {
      return;
    }
    part("Models that were called: " + String.join(", ", seen.models()) + ".");
    proposal(
        """
        ai:
          budgets:
            - {name: all, usd: 100, per: day}
        """);
    if (!isSet("ai.content")) {
      text("What is said to models is not kept, unless somebody says so.");
      proposal("ai.content: attributes");
    }
  }

  private void instrumentations() {
    List<String> known = seen.instrumentations();
    if (!known.isEmpty()) {
      part("Instrumented by now: " + String.join(", ", known) + ".");
      text("One of them is switched off by");
      proposal("instrumentation." + known.get(0) + ".enabled: false");
    }
    if (!seen.unknown().isEmpty()) {
      part("Seen and not instrumented: " + String.join(", ", seen.unknown()) + ".");
    }
    part("Metrics and spans of methods of your own; the page Methods tries one before it counts.");
    proposal(
        """
        methods:
          - match: com.example.Orders#place
            span: true
        """);
  }

  private void findings() {
    if (!seen.findings().isEmpty()) {
      part("What the agent says that it lacks, as 'doctor' does:");
      seen.findings().forEach(this::text);
    }
  }
}
