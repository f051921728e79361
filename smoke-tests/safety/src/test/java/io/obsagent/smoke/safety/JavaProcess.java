// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.safety;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A JVM of its own, with what it has written so far. It does not outlive the test. */
final class JavaProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Process process;
  private final Path out;
  private final Path err;

  JavaProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** What a process that has ended leaves behind. */
  record Outcome(int exitCode, String out, String err) {
    List<String> errLines() {
      return err.lines().toList();
    }
  }

  long pid() {
    return process.pid();
  }

  String out() throws IOException {
    return Files.readString(out);
  }

  String err() throws IOException {
    return Files.readString(err);
  }

  MatchResult awaitOut(String pattern) throws Exception {
    return await(out, Pattern.compile(pattern));
  }

  MatchResult awaitErr(String pattern) throws Exception {
    return await(err, Pattern.compile(pattern));
  }

  private MatchResult await(Path file, Pattern pattern) throws Exception {
    return Eventually.get(
        "'" + pattern + "' written",
        () -> {
          boolean ended = !process.isAlive();
          Matcher matcher = pattern.matcher(Files.readString(file));
          if (matcher.find()) {
            return matcher.toMatchResult();
          }
          if (ended) {
            throw new AssertionError("ended without '" + pattern + "': " + await());
          }
          return null;
        });
  }

  /** One more line of the application's input. */
  void say(String line) throws IOException {
    process.getOutputStream().write((line + '\n').getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  /** The application's input ends. */
  void endInput() throws IOException {
    process.getOutputStream().close();
  }

  /** Asks the JVM to end, as Ctrl-C or an orchestrator does. */
  void terminate() {
    process.destroy();
  }

  /** Waits for the end. */
  Outcome await() throws Exception {
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
      throw new AssertionError("did not end; stdout:\n" + out() + "\nstderr:\n" + err());
    }
    return new Outcome(process.exitValue(), out(), err());
  }

  @Override
  public void close() throws Exception {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().waitFor();
  }
}
