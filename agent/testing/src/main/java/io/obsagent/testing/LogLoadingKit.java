// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A logging framework is the application's to choose and to start: the agent makes no class of it
 * load that the application would not have loaded, and none in one that does not log. Each JVM is a
 * new one.
 */
public abstract class LogLoadingKit {
  @TempDir Path directory;

  /** Has a {@code main} that logs in the ways that applications do: arguments, an exception. */
  protected abstract Class<?> program();

  /** How names of the framework's classes begin. */
  protected abstract List<String> packages();

  /** Collections of the framework's own that the agent reads, whose iterators are theirs, too. */
  protected List<String> iterated() {
    return List.of();
  }

  /** Options of the JVM that the program needs. */
  protected List<String> options() {
    return List.of();
  }

  @Test
  void noClassIsLoadedThatWouldNotHaveBeen() throws Exception {
    Set<String> without = loaded(program(), false);
    Set<String> with = loaded(program(), true);

    assertTrue(without.size() > 2, () -> "the program does not log: " + without);
    with.removeAll(without);
    with.removeIf(name -> iterated().stream().anyMatch(name::startsWith));
    assertEquals(Set.of(), with);
  }

  @Test
  void noneIsLoadedWhereNothingIsLogged() throws Exception {
    Set<String> with = loaded(Silent.class, true);
    with.removeAll(loaded(Silent.class, false));

    assertEquals(Set.of(), with);
  }

  private Set<String> loaded(Class<?> program, boolean agent)
      throws IOException, InterruptedException {
    Path classes = directory.resolve(program.getSimpleName() + agent);
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    List<String> command = new ArrayList<>(List.of(java.toString()));
    for (String argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (agent && (argument.startsWith("-javaagent:") || argument.startsWith("-Dobs."))) {
        command.add(argument);
      }
    }
    command.addAll(options());
    command.add("-Xlog:class+load=info:file=" + classes + ":none");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(new File(classes + ".out"))
            .start();
    assertEquals(0, process.waitFor(), () -> read(Path.of(classes + ".out")));
    try (Stream<String> lines = Files.lines(classes)) {
      return lines
          .map(line -> line.split(" ", 2)[0])
          .filter(name -> !name.contains("$$")) // made by the JDK, with a number in the name
          .filter(name -> packages().stream().anyMatch(name::startsWith))
          .collect(TreeSet::new, Set::add, Set::addAll);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** Logs nothing. */
  static final class Silent {
    private Silent() {}

    public static void main(String[] arguments) {
      System.out.println("done");
    }
  }
}
