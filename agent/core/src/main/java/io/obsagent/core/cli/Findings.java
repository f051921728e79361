// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.cli;

import io.obsagent.core.cli.ConfigCommand.Checked;
import io.obsagent.spi.cli.Command;
import io.obsagent.spi.diagnostics.AgentReport.OptionValue;
import io.obsagent.spi.http.JsonWriter;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a command has found, and how it is shown: a line each, or JSON. For one thread. */
final class Findings {
  private static final int CONNECT_MILLIS = 3_000;

  private final List<Finding> all = new ArrayList<>();

  /**
   * @param error whether something does not work; else it is worth knowing
   * @param remedy the way out; empty where the text has it
   */
  private record Finding(boolean error, String area, String text, String remedy) {}

  void error(String area, String text, String remedy) {
    all.add(new Finding(true, area, text, remedy));
  }

  void note(String area, String text, String remedy) {
    all.add(new Finding(false, area, text, remedy));
  }

  /** What is wrong with options, files and the directory for data. */
  void configuration(Checked checked) {
    checked.problems().forEach(problem -> error("configuration", problem, ""));
    String data = checked.value("data.directory");
    if (!data.isEmpty() && new File(data).exists() && !new File(data).canWrite()) {
      error(
          "configuration",
          "data.directory " + data + " cannot be written by this user",
          "let the application's user write there, or name another");
    }
  }

  /** Whether something listens where telemetry is to be sent: a connection, and nothing sent. */
  void receivers(Checked checked, Map<String, String> environment) {
    for (OptionValue option : checked.values()) {
      boolean address = option.key().endsWith("endpoint") || option.key().endsWith(".url");
      if (address && !option.key().startsWith("server.") && !option.value().isEmpty()) {
        receiver(option.key(), option.value());
      }
    }
    AlertReceivers.of(checked, environment).forEach((address, where) -> receiver(where, address));
  }

  private void receiver(String key, String address) {
    URI uri;
    try {
      uri = URI.create(address.contains("://") ? address : "tcp://" + address);
    } catch (IllegalArgumentException e) {
      return; // one that is wrong is told with the configuration
    }
    int standard = "https".equals(uri.getScheme()) ? 443 : "http".equals(uri.getScheme()) ? 80 : -1;
    int port = uri.getPort() < 0 ? standard : uri.getPort();
    if (uri.getHost() == null || port < 0) {
      return;
    }
    try (Socket socket = new Socket()) {
      // Looked up here: of one that is not found, a socket says no more than its name.
      InetAddress host = InetAddress.getByName(uri.getHost());
      socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
    } catch (IOException e) {
      error(
          "receivers",
          key + ": " + uri.getHost() + ":" + port + " cannot be reached from here: " + reason(e),
          remedy(e));
    }
  }

  private static String reason(IOException e) {
    return e instanceof UnknownHostException
        ? "no such host"
        : e.getMessage() == null ? e.toString() : e.getMessage();
  }

  private static String remedy(IOException e) {
    if (e instanceof UnknownHostException) {
      return "is the name right, and does the DNS of this machine know it?";
    }
    return e instanceof SocketTimeoutException
        ? "does a firewall stand between, or does it want a proxy?"
        : "does it run there, and is the port right?";
  }

  boolean hasErrors() {
    return all.stream().anyMatch(Finding::error);
  }

  /** Shows all of them. */
  void print(boolean json, PrintStream out) {
    if (json) {
      JsonWriter writer = new JsonWriter();
      writer.object().name("findings").array();
      for (Finding finding : all) {
        writer.object().field("severity", finding.error() ? "error" : "note");
        writer.field("area", finding.area()).field("text", finding.text());
        writer.field("remedy", finding.remedy()).end();
      }
      out.println(writer.end().end());
      return;
    }
    for (Finding finding : all) {
      out.println(
          (finding.error() ? "error  " : "note   ")
              + finding.area()
              + ": "
              + finding.text()
              + (finding.remedy().isEmpty() ? "" : " – " + finding.remedy()));
    }
    if (all.isEmpty()) {
      out.println("nothing was found");
    }
  }

  /** The exit code for what was found. */
  int code() {
    return hasErrors() ? Command.FINDINGS : Command.OK;
  }
}
