// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.cli;

import io.obsagent.spi.cli.Command;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes a configuration file for what a running agent sees, or for none. */
final class SetupCommand implements Command {
  private static final String FORCE = "--force";
  private static final String FILE = "obs-agent.yaml";
  private static final String OUTPUT = "-";

  private final ConfigCommand config;
  private final Map<String, String> environment;

  SetupCommand(ConfigCommand config, Map<String, String> environment) {
    this.config = config;
    this.environment = environment;
  }

  @Override
  public String name() {
    return "setup";
  }

  @Override
  public String arguments() {
    return "[" + FORCE + "] [" + RunningAgent.URL + "http://HOST:PORT] [FILE | -]";
  }

  @Override
  public String description() {
    return "Writes a commented obs-agent.yaml for what the running agent sees.";
  }

  @Override
  public String details() {
    return """
        Asks the agent at the address that the configuration here leads to for the routes that it
        serves, what it calls, what is set and what is missing. Nothing but the name holds before
        somebody deletes a '#'. Without an agent the file has examples in their places. A token is
        taken from OBS_SERVER_TOKEN.
          FILE       obs-agent.yaml unless given; '-' is the standard output
          --url=URL  of another agent: http://127.0.0.1:9464
          --force    replaces a file that is there
        """;
  }

  @Override
  public int run(List<String> arguments, PrintStream out, PrintStream err) {
    List<String> rest = new ArrayList<>(arguments);
    boolean force = rest.remove(FORCE);
    String url = "";
    for (String argument : arguments) {
      if (argument.startsWith(RunningAgent.URL)) {
        url = argument.substring(RunningAgent.URL.length());
        rest.remove(argument);
      } else if (argument.startsWith("-") && !argument.equals(FORCE) && !argument.equals(OUTPUT)) {
        err.println("obs-agent setup: unknown flag '" + argument + "'; see setup --help");
        return USAGE;
      }
    }
    if (rest.size() > 1) {
      err.println("obs-agent setup: one file, not " + rest.size());
      return USAGE;
    }
    String name = rest.isEmpty() ? FILE : rest.get(0);
    ConfigCommand.Checked checked = config.check(List.of());
    Sighting seen;
    try {
      seen = ask(url, checked, err);
    } catch (IllegalArgumentException e) {
      err.println("obs-agent setup: " + url + " is no address; write it like http://HOST:9464");
      return USAGE;
    } catch (IOException e) {
      err.println("obs-agent setup: " + url + ": " + e.getMessage());
      return UNREADABLE;
    }
    String given = checked.value("service.name");
    String text = SetupFile.of(seen, given.isEmpty() ? "my-service" : given);
    if (name.equals(OUTPUT)) {
      out.print(text);
      return OK;
    }
    return write(name, text, force, out, err);
  }

  /** One that was named has to answer; one that may be there need not. */
  private Sighting ask(String url, ConfigCommand.Checked checked, PrintStream err)
      throws IOException {
    String address = url.isEmpty() ? RunningAgent.address(checked) : url;
    try {
      return Sighting.of(new RunningAgent(address, environment));
    } catch (IOException e) {
      if (!url.isEmpty()) {
        throw e;
      }
      err.println(
          "no agent was asked: " + address + ": " + e.getMessage() + "; the file has examples");
      return Sighting.none();
    }
  }

  private static int write(
      String name, String text, boolean force, PrintStream out, PrintStream err) {
    try {
      Path file = Path.of(name);
      if (force) {
        Files.writeString(file, text);
      } else {
        Files.writeString(file, text, StandardOpenOption.CREATE_NEW);
      }
    } catch (FileAlreadyExistsException e) {
      err.println("obs-agent setup: " + name + " is there already; --force replaces it");
      return FINDINGS;
    } catch (IOException | InvalidPathException e) {
      err.println("obs-agent setup: " + name + " cannot be written: " + e);
      return UNREADABLE;
    }
    out.println(name + " is written; 'validate " + name + "' checks it once you have changed it");
    return OK;
  }
}
