// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The JVM's verifier accepts what the weaver makes of the JDK itself and of libraries from many
 * compilers: on the JDK that runs the test, and on every newer one beside it, with its own class
 * files.
 */
class CorpusTest {
  private static final List<String> MODULES =
      List.of("jdk.compiler", "java.xml", "jdk.jshell", "java.net.http", "java.desktop");

  @ParameterizedTest
  @MethodSource("homes")
  void everyWovenClassVerifies(Path home) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(home.resolve("bin/java").toString());
    command.add("-XX:+UnlockDiagnosticVMOptions");
    command.add("-XX:+BytecodeVerificationRemote");
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Corpus.class.getName());
    command.add(System.getProperty("obs.corpus.sample"));
    command.addAll(MODULES);
    command.addAll(libraries());

    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output.lines().filter(line -> line.matches("RE(JECT|FUS)ED .*"))).isEmpty();
    assertThat(output.lines().filter(line -> line.contains(" woven and verified")))
        .hasSize(MODULES.size() + libraries().size());
  }

  /** All jars of the class path but the agent's own. */
  private static List<String> libraries() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> entry.endsWith(".jar"))
        .filter(entry -> !entry.contains("obs-"))
        .toList();
  }

  static List<Path> homes() throws IOException {
    Path own = Path.of(System.getProperty("java.home"));
    List<Path> homes = new ArrayList<>(List.of(own));
    try (Stream<Path> beside = Files.list(own.toRealPath().getParent())) {
      beside.sorted().filter(home -> isNewer(home)).forEach(homes::add);
    }
    return homes;
  }

  private static boolean isNewer(Path home) {
    try {
      return Files.isRegularFile(home.resolve("bin/java"))
          && Files.readAllLines(home.resolve("release")).stream()
              .filter(line -> line.startsWith("JAVA_VERSION=\""))
              .map(line -> line.substring("JAVA_VERSION=\"".length()).split("[.\"-]")[0])
              .anyMatch(version -> Integer.parseInt(version) > Runtime.version().feature());
    } catch (IOException e) {
      return false;
    }
  }
}
