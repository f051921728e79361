// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.safety;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.smoke.plain.StormApplication;
import io.obsagent.smoke.safety.JavaProcess.Outcome;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Retransformation, redefinition and switches, all at once: no deadlock, no wrong result. */
class StormTest {
  @ParameterizedTest
  @MethodSource("io.obsagent.smoke.safety.Jdk#all")
  void anApplicationThatRedefinesWovenClassesIsServedThroughout(Jdk jdk, @TempDir Path directory)
      throws Exception {
    Path configuration =
        Files.writeString(directory.resolve("obs-agent.yaml"), "log: {level: info}\n");
    Path agent = agentJar(directory);

    Outcome outcome =
        Launch.underAgent(jdk, "-javaagent:" + agent, "-Dobs.config.file=" + configuration)
            .with("-cp", "target/test-classes", StormApplication.class.getName())
            .with(configuration.toString())
            .runUntilAgentRuns();

    assertThat(outcome.out()).as(outcome.err()).isEqualTo("calm\n");
    assertThat(outcome.exitCode()).isEqualTo(7);
    assertThat(outcome.errLines()).allMatch(line -> line.startsWith("[obs-agent] "));
    assertThat(outcome.err()).doesNotContain("ERROR", "cannot weave", "failed");
  }

  /** Names the application as its own agent. */
  private static Path agentJar(Path directory) throws Exception {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.putValue("Premain-Class", StormApplication.class.getName());
    attributes.putValue("Can-Retransform-Classes", "true");
    attributes.putValue("Can-Redefine-Classes", "true");
    Path jar = directory.resolve("storm.jar");
    try (OutputStream out = Files.newOutputStream(jar)) {
      new JarOutputStream(out, manifest).close();
    }
    return jar;
  }
}
