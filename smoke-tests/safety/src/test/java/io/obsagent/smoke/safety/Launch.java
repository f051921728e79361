// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.safety;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A command line of a JVM in the making. */
final class Launch {
  static final Path AGENT = Path.of(System.getProperty("obs.test.agent"));

  /** The one line that the agent writes when all is well. */
  static final String RUNNING = "(?m)^\\[obs-agent] \\S+ is running, see (http://\\S+).*$";

  private final List<String> command = new ArrayList<>();
  private final Map<String, String> environment = new HashMap<>();
  private @Nullable File directory;

  private Launch(String program) {
    command.add(program);
  }

  static Launch java(Jdk jdk, String... arguments) {
    return new Launch(jdk.tool("java").toString()).with(arguments);
  }

  static Launch program(String program, String... arguments) {
    return new Launch(program).with(arguments);
  }

  /** Under the agent, on any free port. */
  static Launch underAgent(Jdk jdk, String... arguments) {
    return java(jdk, "-javaagent:" + AGENT, "-Dobs.server.port=0").with(arguments);
  }

  Launch with(String... arguments) {
    command.addAll(List.of(arguments));
    return this;
  }

  Launch environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  Launch in(Path workingDirectory) {
    directory = workingDirectory.toFile();
    return this;
  }

  JavaProcess start() throws IOException {
    Path logs = Files.createDirectories(Path.of("target", "logs"));
    Path out = Files.createTempFile(logs, "jvm", ".out");
    Path err = Files.createTempFile(logs, "jvm", ".err");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(Launch::reachesTheJvm);
    builder.environment().putAll(environment);
    builder.directory(directory);
    builder.redirectOutput(out.toFile()).redirectError(err.toFile());
    return new JavaProcess(builder.start(), out, err);
  }

  /** Runs to the end, with no input. */
  JavaProcess.Outcome run() throws Exception {
    try (JavaProcess process = start()) {
      process.endInput();
      return process.await();
    }
  }

  /** Runs to the end, which comes only after the agent has started completely. */
  JavaProcess.Outcome runUntilAgentRuns() throws Exception {
    try (JavaProcess process = start()) {
      process.awaitErr(RUNNING);
      process.endInput();
      return process.await();
    }
  }

  /** What the surroundings of the build set must not change a test. */
  private static boolean reachesTheJvm(String variable) {
    return variable.startsWith("OBS_")
        || variable.startsWith("OTEL_")
        || variable.startsWith("MONITORING_")
        || variable.startsWith("JAEGER_")
        || variable.startsWith("CATALINA_")
        || variable.equals("METRICS_PORT")
        || variable.equals("LOG_LEVEL")
        || variable.endsWith("JAVA_OPTIONS")
        || variable.equals("JAVA_TOOL_OPTIONS")
        || variable.equals("JAVA_OPTS");
  }
}
