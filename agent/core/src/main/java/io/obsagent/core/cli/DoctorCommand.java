// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.cli;

import io.obsagent.spi.cli.Command;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Asks a running agent what is wrong, and looks at what it stands on. */
final class DoctorCommand implements Command {
  private static final String JSON = "--json";
  private static final long CLOCKS_MILLIS = 5_000;

  private final ConfigCommand config;
  private final Map<String, String> environment;

  DoctorCommand(ConfigCommand config, Map<String, String> environment) {
    this.config = config;
    this.environment = environment;
  }

  @Override
  public String name() {
    return "doctor";
  }

  @Override
  public String arguments() {
    return "[" + JSON + "] [" + RunningAgent.URL + "http://HOST:PORT] [key=value,...]";
  }

  @Override
  public String description() {
    return "Says why there are no metrics, spans or alerts, and what to do about it.";
  }

  @Override
  public String details() {
    return """
        Asks the agent at the address that the configuration here leads to, and looks at the
        configuration, receivers and clocks. A token is taken from OBS_SERVER_TOKEN.
          --url=URL  of another agent: http://127.0.0.1:9464
          --json     findings as JSON
        Exit codes: 0 nothing is wrong, 1 something is, 2 wrong usage, 3 there is no agent to ask.
        """;
  }

  @Override
  public int run(List<String> arguments, PrintStream out, PrintStream err) {
    List<String> given = new ArrayList<>(arguments);
    boolean json = given.remove(JSON);
    String url = "";
    for (String argument : arguments) {
      if (argument.startsWith(RunningAgent.URL)) {
        url = argument.substring(RunningAgent.URL.length());
        given.remove(argument);
      } else if (argument.startsWith("-") && !argument.equals(JSON)) {
        err.println("obs-agent doctor: unknown flag '" + argument + "'; see doctor --help");
        return USAGE;
      }
    }
    ConfigCommand.Checked checked = config.check(given);
    Findings findings = new Findings();
    boolean reached;
    try {
      String address = url.isEmpty() ? RunningAgent.address(checked) : url;
      reached = ask(new RunningAgent(address, environment), findings);
    } catch (IllegalArgumentException e) {
      err.println("obs-agent doctor: " + url + " is no address; write it like http://HOST:9464");
      return USAGE;
    }
    findings.configuration(checked);
    findings.receivers(checked, environment);
    findings.print(json, out);
    return reached ? findings.code() : UNREADABLE;
  }

  /** Whether an agent has answered; what it found is added. */
  private static boolean ask(RunningAgent agent, Findings findings) {
    String url = agent.url();
    try {
      RunningAgent.Answer answer = agent.get("monitoring/doctor");
      if (answer.needsToken()) {
        findings.error(
            "agent",
            url + " wants a token, and takes that of OBS_SERVER_TOKEN only if it is its own",
            "set OBS_SERVER_TOKEN to its server.token");
        return false;
      }
      if (answer.status() != 200) {
        findings.error(
            "agent",
            url + " answers " + answer.status() + ": that is no agent, or an older one",
            "another program has the port? set server.port, or name the agent by --url");
        return false;
      }
      return read(answer.object(), url, findings);
    } catch (IOException e) {
      String reason = e.getMessage() == null ? e.toString() : e.getMessage();
      findings.error(
          "agent",
          url + " cannot be reached: " + reason,
          "does the application run under the agent (list), and is server.port that one?");
      return false;
    }
  }

  private static boolean read(Map<?, ?> answer, String url, Findings findings) {
    if (answer.get("findings") instanceof List<?> found) {
      for (Object each : found) {
        if (each instanceof Map<?, ?> finding) {
          add(finding, findings);
        }
      }
      if (answer.get("time_ms") instanceof Long time) {
        clocks(System.currentTimeMillis() - time, findings);
      }
      return true;
    }
    findings.error("agent", url + " does not answer as an agent does", "name it by --url");
    return false;
  }

  private static void add(Map<?, ?> finding, Findings findings) {
    String area = Objects.toString(finding.get("area"), "");
    String text = Objects.toString(finding.get("text"), "");
    String remedy = Objects.toString(finding.get("remedy"), "");
    if ("error".equals(finding.get("severity"))) {
      findings.error(area, text, remedy);
    } else {
      findings.note(area, text, remedy);
    }
  }

  private static void clocks(long difference, Findings findings) {
    if (Math.abs(difference) > CLOCKS_MILLIS) {
      findings.error(
          "clock",
          "the agent's clock is "
              + Math.abs(difference) / 1000
              + " s "
              + (difference > 0 ? "behind" : "ahead of")
              + " the one here",
          "synchronise both by NTP: spans and samples stand at wrong times");
    }
  }
}
