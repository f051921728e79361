// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.executors;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.AgentExtension;
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
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AgentExtension.class)
class VirtualThreadTest {
  @Test
  void aVirtualThreadRunsInTheContextOfItsStarter() throws Exception {
    Optional<Path> java = javaWithVirtualThreads();
    if (java.isEmpty()) {
      System.out.println("skipped: virtual threads need a JDK 21 or newer beside this one");
    }
    Assumptions.assumeTrue(java.isPresent(), "no JDK 21 or newer beside this one");
    List<String> command = new ArrayList<>(List.of(java.get().toString()));
    for (String argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (argument.startsWith("-javaagent:")
          || argument.startsWith("-Dobs.")
          || argument.startsWith("-XX:")) {
        command.add(argument);
      }
    }
    command.addAll(
        List.of(
            "--enable-preview",
            "-cp",
            System.getProperty("java.class.path"),
            VirtualThreadProgram.class.getName()));

    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();

    assertThat(process.waitFor()).isZero();
    assertThat(output.lines())
        .containsExactly(
            "submit=request",
            "outside=root",
            "startVirtualThread=request",
            "builder=request",
            "schedule=request",
            "fork=request",
            "parked=own");
  }

  /** A JDK of version 21 or newer: this one, or one beside it. */
  private static Optional<Path> javaWithVirtualThreads() throws IOException {
    Path home = Path.of(System.getProperty("java.home"));
    try (Stream<Path> homes = Files.list(home.getParent())) {
      return Stream.concat(Stream.of(home), homes.sorted())
          .filter(VirtualThreadTest::hasVirtualThreads)
          .map(each -> each.resolve("bin" + File.separator + "java"))
          .findFirst();
    }
  }

  private static boolean hasVirtualThreads(Path home) {
    try {
      return Files.readAllLines(home.resolve("release")).stream()
          .filter(line -> line.startsWith("JAVA_VERSION=\""))
          .map(line -> line.substring("JAVA_VERSION=\"".length()).split("[.\"-]")[0])
          .anyMatch(version -> Integer.parseInt(version) >= 21);
    } catch (IOException e) {
      return false;
    }
  }
}
