// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.cli;

import io.obsagent.spi.cli.Command;
import io.obsagent.yaml.YamlException;
import io.obsagent.yaml.YamlValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Asks a running agent what is wrong, and looks at what it stands on. */
final class DoctorCommand implements Command {
  private static final String JSON = "--json";
  private static final String URL = "--url=";
  private static final int TIMEOUT_MILLIS = 10_000;
  private static final int MAX_ANSWER = 4 << 20;
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
    return "[" + JSON + "] [" + URL + "http://HOST:PORT] [key=value,...]";
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
      if (argument.startsWith(URL)) {
        url = argument.substring(URL.length());
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
      reached = ask(url.isEmpty() ? address(checked) : url, findings);
    } catch (IllegalArgumentException e) {
      err.println("obs-agent doctor: " + url + " is no address; write it like http://HOST:9464");
      return USAGE;
    }
    findings.configuration(checked);
    findings.receivers(checked);
    findings.print(json, out);
    return reached ? findings.code() : UNREADABLE;
  }

  private static String address(ConfigCommand.Checked checked) {
    String host = checked.value("server.host");
    String near =
        host.isEmpty() || host.equals("0.0.0.0") || host.equals("::") ? "127.0.0.1" : host;
    String scheme =
        checked.value("server.tls.certificate").isEmpty()
                && checked.value("server.tls.keystore").isEmpty()
            ? "http://"
            : "https://";
    return scheme
        + (near.indexOf(':') < 0 ? near : "[" + near + "]")
        + ":"
        + checked.value("server.port")
        + checked.value("server.base-path");
  }

  /** Whether an agent has answered; what it found is added. */
  private boolean ask(String url, Findings findings) {
    URI uri = URI.create((url.endsWith("/") ? url.substring(0, url.length() - 1) : url) + "/");
    if (uri.getHost() == null || !String.valueOf(uri.getScheme()).startsWith("http")) {
      throw new IllegalArgumentException(url);
    }
    try {
      HttpURLConnection connection =
          (HttpURLConnection) uri.resolve("monitoring/doctor").toURL().openConnection();
      connection.setConnectTimeout(TIMEOUT_MILLIS);
      connection.setReadTimeout(TIMEOUT_MILLIS);
      connection.setInstanceFollowRedirects(false);
      connection.setRequestProperty("Accept", "application/json");
      String token = environment.getOrDefault("OBS_SERVER_TOKEN", "");
      if (!token.isEmpty()) {
        connection.setRequestProperty("Authorization", "Bearer " + token);
      }
      int status = connection.getResponseCode();
      if (status == 401 || status == 403) {
        findings.error(
            "agent",
            url + " wants a token, and takes that of OBS_SERVER_TOKEN only if it is its own",
            "set OBS_SERVER_TOKEN to its server.token");
        return false;
      }
      if (status != 200) {
        findings.error(
            "agent",
            url + " answers " + status + ": that is no agent, or an older one",
            "another program has the port? set server.port, or name the agent by --url");
        return false;
      }
      try (InputStream in = connection.getInputStream()) {
        return read(new String(in.readNBytes(MAX_ANSWER), StandardCharsets.UTF_8), url, findings);
      }
    } catch (IOException e) {
      String reason = e.getMessage() == null ? e.toString() : e.getMessage();
      findings.error(
          "agent",
          url + " cannot be reached: " + reason,
          "does the application run under the agent (list), and is server.port that one?");
      return false;
    }
  }

  private static boolean read(String json, String url, Findings findings) {
    try {
      if (YamlValue.parse(json) instanceof Map<?, ?> answer
          && answer.get("findings") instanceof List<?> found) {
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
    } catch (YamlException e) {
      // told below
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
