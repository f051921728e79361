// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.dashboards;

import io.obsagent.spi.cli.Command;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The jar's commands for dashboards. */
public final class DashboardCommands {
  private static final String CONSOLE = "--console=";
  private static final String OWN =
      """
      FILE... are dashboards of your own in YAML; of a directory, and of a pattern, all that fit.
        --console=URL  where people reach the agent, for links; http://localhost:9464
      """;

  private DashboardCommands() {}

  /** What the arguments say. */
  private record Arguments(boolean force, String console, List<String> rest) {
    static Arguments of(List<String> given, List<String> flags) {
      boolean force = false;
      String console = GrafanaDashboard.CONSOLE;
      List<String> rest = new ArrayList<>();
      for (String argument : given) {
        if (argument.startsWith(CONSOLE)) {
          console = argument.substring(CONSOLE.length());
        } else if (flags.contains(argument)) {
          force = true;
        } else if (argument.startsWith("-")) {
          throw new IllegalArgumentException("unknown flag '" + argument + "'");
        } else {
          rest.add(argument);
        }
      }
      return new Arguments(force, console, rest);
    }
  }

  private static int usage(Command command, String why, PrintStream err) {
    err.println("obs-agent " + command.name() + ": " + why);
    err.println("usage: " + command.name() + " " + command.arguments());
    return Command.USAGE;
  }

  /** {@code generate dashboards}. */
  public static final class Generate implements Command {
    private static final String FORCE = "--force";

    @Override
    public String name() {
      return "generate dashboards";
    }

    @Override
    public String arguments() {
      return "[" + FORCE + "] [" + CONSOLE + "URL] DIRECTORY [FILE...]";
    }

    @Override
    public String description() {
      return "Writes all dashboards for Grafana, and how it finds them.";
    }

    @Override
    public String details() {
      return OWN + "  --force        replaces files that are there and say otherwise";
    }

    @Override
    public int run(List<String> given, PrintStream out, PrintStream err) {
      Arguments arguments;
      try {
        arguments = Arguments.of(given, List.of(FORCE));
      } catch (IllegalArgumentException e) {
        return usage(this, Objects.toString(e.getMessage()), err);
      }
      if (arguments.rest().isEmpty()) {
        return usage(this, "the directory is missing", err);
      }
      List<String> problems = new ArrayList<>();
      OutputDirectory output = new OutputDirectory();
      List<String> own = arguments.rest().subList(1, arguments.rest().size());
      DashboardFiles.json(own, arguments.console(), problems::add).forEach(output::add);
      output.add(
          "provisioning/dashboards/obs-agent.yml",
          DashboardFiles.provider("/var/lib/grafana/dashboards"));
      output.add(
          "provisioning/datasources/obs-agent.yml",
          DashboardFiles.dataSource("http://prometheus:9090"));
      problems.forEach(err::println);
      int code = output.write(arguments.rest().get(0), arguments.force(), out, err);
      return Math.max(code, problems.isEmpty() ? OK : FINDINGS);
    }
  }

  /** {@code push dashboards}. */
  public static final class Push implements Command {
    private final Map<String, String> environment;

    public Push() {
      this(System.getenv());
    }

    Push(Map<String, String> environment) {
      this.environment = environment;
    }

    @Override
    public String name() {
      return "push dashboards";
    }

    @Override
    public String arguments() {
      return "[" + CONSOLE + "URL] [FILE...]";
    }

    @Override
    public String description() {
      return "Sends all dashboards to Grafana: GRAFANA_URL, GRAFANA_API_KEY.";
    }

    @Override
    public String details() {
      return OWN
          + """
          GRAFANA_URL is http://HOST:3000, GRAFANA_API_KEY the token of a service account with the
          role Editor. They come into the folder GRAFANA_FOLDER, or 'obs-agent'.
          """;
    }

    @Override
    public int run(List<String> given, PrintStream out, PrintStream err) {
      Arguments arguments;
      Grafana grafana;
      try {
        arguments = Arguments.of(given, List.of());
        String url = environment.getOrDefault("GRAFANA_URL", "");
        if (url.isEmpty()) {
          return usage(this, "the environment has no GRAFANA_URL", err);
        }
        grafana = new Grafana(url, environment.getOrDefault("GRAFANA_API_KEY", ""));
      } catch (IllegalArgumentException e) {
        return usage(this, Objects.toString(e.getMessage()), err);
      }
      List<String> problems = new ArrayList<>();
      Map<String, Dashboard> all =
          Dashboards.all(DashboardFiles.found(arguments.rest(), problems::add), problems::add);
      problems.forEach(err::println);
      try {
        String folder = grafana.folder(environment.getOrDefault("GRAFANA_FOLDER", "obs-agent"));
        for (Dashboard dashboard : all.values()) {
          grafana.put(dashboard, arguments.console(), folder);
          out.println(dashboard.id());
        }
        out.println(all.size() + " dashboards sent");
        return problems.isEmpty() ? OK : FINDINGS;
      } catch (IOException e) {
        err.println("obs-agent push dashboards: " + e.getMessage());
        return UNREADABLE;
      }
    }
  }
}
