// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.cli;

import io.obsagent.bootstrap.ObsAgent;
import io.obsagent.core.OptionCatalog;
import io.obsagent.core.resource.AgentVersion;
import io.obsagent.spi.cli.Command;
import io.obsagent.spi.log.AgentLog;
import java.io.File;
import java.io.PrintStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** Finds the command that is meant and runs it. */
public final class CommandLine {
  private static final String EXIT_CODES =
      "Exit codes: 0 all is well, 1 something was found, 2 wrong usage, 3 cannot read or reach it.";

  private final List<Command> commands;

  public CommandLine(List<Command> commands) {
    this.commands = List.copyOf(commands);
  }

  /** Called by the launcher; ends the JVM with the command's exit code. */
  public static void main(String[] arguments) throws URISyntaxException {
    ClassLoader loader = CommandLine.class.getClassLoader();
    URI jar = ObsAgent.class.getProtectionDomain().getCodeSource().getLocation().toURI();
    List<Command> commands = new ArrayList<>();
    commands.add(new ListCommand());
    commands.add(new AttachCommand(new File(jar)));
    ConfigCommand config =
        new ConfigCommand(
            OptionCatalog.all(loader),
            OptionCatalog.sections(loader),
            read -> OptionCatalog.registerNames(read, loader),
            read -> {
              // What the running agent writes to its log is told by the command.
              AgentLog.setThreshold(AgentLog.Level.OFF);
              OptionCatalog.check(read, loader);
            });
    commands.add(config);
    commands.add(new ValidateCommand(config));
    commands.add(new DoctorCommand(config, System.getenv()));
    commands.add(new SetupCommand(config, System.getenv()));
    commands.add(new PricesCommand());
    commands.add(new TraceCommand());
    ServiceLoader.load(Command.class, loader).forEach(commands::add);
    System.exit(new CommandLine(commands).run(List.of(arguments), System.out, System.err));
  }

  /** Runs, and gives the exit code; never throws. */
  public int run(List<String> arguments, PrintStream out, PrintStream err) {
    if (arguments.isEmpty() || isHelp(arguments.get(0))) {
      help(out);
      return Command.OK;
    }
    String first = arguments.get(0);
    if (first.equals("version") || first.equals("--version")) {
      out.println("obs-agent " + AgentVersion.TEXT);
      return Command.OK;
    }
    Command command = find(arguments);
    if (command == null) {
      return unknown(arguments, out, err);
    }
    List<String> rest = arguments.subList(words(command), arguments.size());
    if (rest.contains("--help") || rest.contains("-h") || rest.equals(List.of("help"))) {
      explain(command, out);
      return Command.OK;
    }
    try {
      return command.run(rest, out, err);
    } catch (RuntimeException | LinkageError e) {
      err.println("obs-agent " + command.name() + ": " + e);
      return Command.UNREADABLE;
    }
  }

  /** What is known may begin with the same word, as {@code check rules}. */
  private int unknown(List<String> arguments, PrintStream out, PrintStream err) {
    String first = arguments.get(0);
    List<Command> family =
        commands.stream().filter(command -> command.name().startsWith(first + " ")).toList();
    if (family.isEmpty()) {
      err.println("obs-agent: unknown command '" + first + "'; --help shows what there is");
      return Command.USAGE;
    }
    if (arguments.size() > 1 && isHelp(arguments.get(1))) {
      family.forEach(command -> usage(command, out));
      return Command.OK;
    }
    String given = arguments.size() > 1 ? first + " " + arguments.get(1) : first;
    err.println("obs-agent: '" + given + "' is no command; there are");
    family.forEach(command -> usage(command, err));
    return Command.USAGE;
  }

  private static boolean isHelp(String word) {
    return word.equals("--help") || word.equals("-h") || word.equals("help");
  }

  private @Nullable Command find(List<String> arguments) {
    for (Command command : commands) {
      int words = words(command);
      if (arguments.size() >= words
          && String.join(" ", arguments.subList(0, words)).equals(command.name())) {
        return command;
      }
    }
    return null;
  }

  private static int words(Command command) {
    return command.name().split(" ").length;
  }

  private void help(PrintStream out) {
    out.println("obs-agent " + AgentVersion.TEXT + " makes any JVM observable.");
    out.println();
    out.println("  java -javaagent:obs-agent.jar[=key=value,...] -jar application.jar");
    for (Command command : commands) {
      usage(command, out);
    }
    out.println("  java -jar obs-agent.jar version");
    out.println("  java -jar obs-agent.jar [COMMAND] --help");
    out.println();
    out.println(EXIT_CODES);
  }

  private static void explain(Command command, PrintStream out) {
    usage(command, out);
    if (!command.details().isEmpty()) {
      out.println();
      out.println(command.details().stripTrailing());
    }
    out.println();
    out.println(EXIT_CODES);
  }

  private static void usage(Command command, PrintStream out) {
    String line = "  java -jar obs-agent.jar " + command.name() + " " + command.arguments();
    out.println(line.stripTrailing());
    out.println("      " + command.description());
  }
}
