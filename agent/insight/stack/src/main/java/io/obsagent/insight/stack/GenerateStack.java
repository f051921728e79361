// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.stack;

import io.obsagent.spi.cli.Command;
import java.io.PrintStream;
import java.util.List;

/** {@code generate stack}. */
public final class GenerateStack implements Command {
  @Override
  public String name() {
    return "generate stack";
  }

  @Override
  public String arguments() {
    return "[--k8s] [--force] [--service=NAME] [--agent=HOST:PORT] [...] DIRECTORY";
  }

  @Override
  public String description() {
    return "Writes files for Prometheus, Grafana, Alertmanager, Jaeger, Loki and Kubernetes.";
  }

  @Override
  public String details() {
    return """
        Docker Compose with all of them, configurations, the agent's rules and dashboards.
          --k8s               also files for Kubernetes: a patch of the deployment with probes,
                              ServiceMonitor, PodMonitor, PrometheusRule, NetworkPolicy, Ingress
          --force             replaces files that are there and say otherwise
          --service=NAME      the application's name, as service.name; app
          --agent=HOST:PORT   what Prometheus scrapes; host.docker.internal:9464
          --console=URL       where people reach the agent, for links; http://localhost:9464
          --namespace=NAME    of the application in Kubernetes; default
          --domain=DOMAIN     below which grafana., prometheus. and jaeger. are; example.com
          --scrape-interval=15s, --retention=30d
                              how often Prometheus asks, and for how long it keeps the answers
        """;
  }

  @Override
  public int run(List<String> arguments, PrintStream out, PrintStream err) {
    StackOptions options;
    try {
      options = StackOptions.of(arguments);
    } catch (IllegalArgumentException e) {
      err.println("obs-agent generate stack: " + e.getMessage());
      err.println("usage: generate stack " + arguments());
      return USAGE;
    }
    return StackFiles.of(options).write(options.directory(), options.force(), out, err);
  }
}
