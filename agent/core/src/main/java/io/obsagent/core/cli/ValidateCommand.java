// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.cli;

import io.obsagent.spi.cli.Command;
import java.io.File;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Checks a configuration and the files that it names, without any agent: for pipelines. */
final class ValidateCommand implements Command {
  private static final String JSON = "--json";
  private static final String CONNECT = "--connect";

  private final ConfigCommand config;

  ValidateCommand(ConfigCommand config) {
    this.config = config;
  }

  @Override
  public String name() {
    return "validate";
  }

  @Override
  public String arguments() {
    return "[" + JSON + "] [" + CONNECT + "] [FILE | key=value,...]";
  }

  @Override
  public String description() {
    return "Checks the configuration, its rules, objectives and dashboards; for pipelines.";
  }

  @Override
  public String details() {
    return """
        FILE is an obs-agent.yaml; without one, that which an agent started here would read.
          --json     findings as JSON
          --connect  also whether something listens where telemetry is to be sent
        """;
  }

  @Override
  public int run(List<String> arguments, PrintStream out, PrintStream err) {
    List<String> given = new ArrayList<>(arguments);
    boolean json = given.remove(JSON);
    boolean connect = given.remove(CONNECT);
    for (int i = 0; i < given.size(); i++) {
      String argument = given.get(i);
      if (argument.startsWith("-")) {
        err.println("obs-agent validate: unknown flag '" + argument + "'; see validate --help");
        return USAGE;
      }
      if (argument.indexOf('=') < 0) {
        if (!new File(argument).canRead() || new File(argument).isDirectory()) {
          err.println("obs-agent validate: " + argument + " cannot be read");
          return UNREADABLE;
        }
        given.set(i, "config.file=" + argument);
      }
    }
    ConfigCommand.Checked checked = config.check(given);
    Findings findings = new Findings();
    findings.configuration(checked);
    if (connect) {
      findings.receivers(checked, System.getenv());
    }
    findings.print(json, out);
    return findings.code();
  }
}
