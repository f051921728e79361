// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.slo;

import io.obsagent.insight.files.FilePaths;
import io.obsagent.spi.cli.Command;
import io.obsagent.yaml.Unreadable;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The jar's commands for files with objectives, in any of their formats. */
public final class SloCommands {
  static final String CODES =
      """
      Exit codes: 0 all is well, 1 something is wrong in a file, 2 the arguments make no sense,
      3 a file cannot be read. Of several files, the worst counts.
      """;

  private SloCommands() {}

  /** What the files of the arguments hold; what is wrong is printed. */
  record Loaded(List<Objective> objectives, int code) {}

  static Loaded load(List<String> files, PrintStream err) {
    List<Objective> all = new ArrayList<>();
    int worst = Command.OK;
    for (String argument : files) {
      List<Path> found = find(argument, err);
      for (Path file : found) {
        ObjectiveFile read = ObjectiveFile.read(file);
        read.warnings().forEach(warning -> err.println("note: " + warning));
        read.errors().forEach(err::println);
        all.addAll(read.objectives());
        worst = Math.max(worst, code(file, read));
      }
      if (found.isEmpty()) {
        worst = Command.UNREADABLE;
      }
    }
    List<String> twice = new ArrayList<>();
    List<Objective> unique = Objectives.unique(all, twice);
    twice.forEach(err::println);
    return new Loaded(unique, twice.isEmpty() ? worst : Math.max(worst, Command.FINDINGS));
  }

  private static int code(Path file, ObjectiveFile read) {
    return read.errors().isEmpty()
        ? Command.OK
        : Files.isReadable(file) ? Command.FINDINGS : Command.UNREADABLE;
  }

  private static List<Path> find(String argument, PrintStream err) {
    try {
      List<Path> found = FilePaths.find(argument);
      if (found.isEmpty()) {
        err.println(argument + ": there is no file with objectives (.yml, .yaml)");
      }
      return found;
    } catch (IOException | UncheckedIOException | InvalidPathException e) {
      err.println(argument + ": cannot be read: " + Unreadable.reason(e));
      return List.of();
    }
  }

  static int usage(Command command, PrintStream err) {
    err.println("usage: " + command.name() + " " + command.arguments());
    return Command.USAGE;
  }

  /** {@code slo validate}. */
  public static final class Validate implements Command {
    @Override
    public String name() {
      return "slo validate";
    }

    @Override
    public String arguments() {
      return "FILE|DIRECTORY|PATTERN...";
    }

    @Override
    public String description() {
      return "Checks files with objectives: OpenSLO's, Sloth's, Pyrra's or in the short form.";
    }

    @Override
    public String details() {
      return CODES;
    }

    @Override
    public int run(List<String> arguments, PrintStream out, PrintStream err) {
      if (arguments.isEmpty() || arguments.get(0).startsWith("-")) {
        return usage(this, err);
      }
      Loaded loaded = load(arguments, err);
      out.println(loaded.objectives().size() + " objectives are right");
      return loaded.code();
    }
  }

  /** {@code slo generate}. */
  public static final class Generate implements Command {
    private static final String OPENSLO = "--openslo";

    @Override
    public String name() {
      return "slo generate";
    }

    @Override
    public String arguments() {
      return "[" + OPENSLO + "] FILE|DIRECTORY|PATTERN...";
    }

    @Override
    public String description() {
      return "Writes objectives as rules for a Prometheus, under Sloth's names.";
    }

    @Override
    public String details() {
      return OPENSLO + " writes them as OpenSLO v1 instead. What is wrong is left out.\n" + CODES;
    }

    @Override
    public int run(List<String> arguments, PrintStream out, PrintStream err) {
      List<String> files = new ArrayList<>(arguments);
      boolean openSlo = files.remove(OPENSLO);
      if (files.isEmpty() || files.stream().anyMatch(file -> file.startsWith("-"))) {
        return usage(this, err);
      }
      Loaded loaded = load(files, err);
      out.print(
          openSlo
              ? OpenSloWriter.write(loaded.objectives())
              : PrometheusRules.write(loaded.objectives()));
      return loaded.code();
    }
  }

  /** {@code slo report}. */
  public static final class Report implements Command {
    private static final String DATA = "--data=";

    @Override
    public String name() {
      return "slo report";
    }

    @Override
    public String arguments() {
      return "[" + DATA + "DIRECTORY] FILE|DIRECTORY|PATTERN...";
    }

    @Override
    public String description() {
      return "Shows objectives as a table: budgets, when alerts come, and what was attained.";
    }

    @Override
    public String details() {
      return DATA
          + "DIRECTORY is the data.directory of an agent, which may run: what it has counted\n"
          + "is told, too; then exit code 1 also means that an objective is not met.\n"
          + CODES;
    }

    @Override
    public int run(List<String> arguments, PrintStream out, PrintStream err) {
      List<String> files = new ArrayList<>(arguments);
      String data = "";
      for (String argument : arguments) {
        if (argument.startsWith(DATA)) {
          data = argument.substring(DATA.length());
          files.remove(argument);
        }
      }
      if (files.isEmpty() || files.stream().anyMatch(file -> file.startsWith("-"))) {
        return usage(this, err);
      }
      Loaded loaded = load(files, err);
      try {
        int code =
            data.isEmpty()
                ? ReportTable.budgets(loaded.objectives(), out)
                : ReportTable.attained(loaded.objectives(), Path.of(data), out);
        return Math.max(code, loaded.code());
      } catch (IOException | InvalidPathException e) {
        err.println(data + ": cannot be read: " + Unreadable.reason(e));
        return UNREADABLE;
      }
    }
  }
}
