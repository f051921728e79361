// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A JVM of a newer version than the build needs, under the same agent and with the same class path:
 * for what only newer versions have. It is taken from the JDKs installed beside the running one.
 *
 * @param java the launcher
 */
public record NewerJvm(Path java) {

  /** A JVM of this version or newer; says so on standard output where there is none. */
  public static Optional<NewerJvm> atLeast(int version) {
    Path home = Path.of(System.getProperty("java.home"));
    try (Stream<Path> homes = Files.list(home.getParent())) {
      Optional<NewerJvm> found =
          Stream.concat(Stream.of(home), homes.sorted())
              .filter(each -> version(each) >= version)
              .map(each -> new NewerJvm(each.resolve("bin" + File.separator + "java")))
              .findFirst();
      if (found.isEmpty()) {
        System.out.println("skipped: needs a JDK " + version + " or newer beside this one");
      }
      return found;
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Runs a program to its end.
   *
   * @param options of the JVM, besides those of this one that concern the agent
   * @return the lines of its standard output
   * @throws IOException if its exit code is not zero
   */
  public List<String> run(Class<?> program, String... options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(java.toString()));
    for (String argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (argument.startsWith("-javaagent:")
          || argument.startsWith("-Dobs.")
          || argument.startsWith("-XX:")) {
        command.add(argument);
      }
    }
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exitCode = process.waitFor();
    if (exitCode != 0) {
      throw new IOException(program.getName() + " ended with " + exitCode + ": " + output);
    }
    return output.lines().toList();
  }

  /** Feature release of a JDK, or 0 for what is none. */
  private static int version(Path home) {
    try (Stream<String> release = Files.lines(home.resolve("release"))) {
      return release
          .filter(line -> line.startsWith("JAVA_VERSION=\""))
          .map(line -> line.substring("JAVA_VERSION=\"".length()).split("[.\"-]")[0])
          .mapToInt(Integer::parseInt)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }
}
