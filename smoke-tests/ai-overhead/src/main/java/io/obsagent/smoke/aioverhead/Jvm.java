// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.aioverhead;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Another JVM with this class path, that measures. Not thread-safe. */
final class Jvm {
  private final Process process;

  /** Starts it, and does not wait. */
  Jvm(Class<?> main, List<String> options, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /**
   * Waits for its end.
   *
   * @param rows takes the columns of each line with tabs that it prints, as soon as it does
   * @throws IOException where it fails, or prints no such line
   */
  void read(Consumer<String[]> rows) throws IOException, InterruptedException {
    List<String> others = new ArrayList<>();
    boolean any = false;
    try (BufferedReader printed = process.inputReader()) {
      for (String line = printed.readLine(); line != null; line = printed.readLine()) {
        String[] columns = line.split("\t");
        if (columns.length > 1) {
          any = true;
          rows.accept(columns);
        } else {
          others.add(line);
        }
      }
    }
    if (process.waitFor() != 0 || !any) {
      throw new IOException("the JVM ended with " + process.exitValue() + ": " + others);
    }
  }
}
