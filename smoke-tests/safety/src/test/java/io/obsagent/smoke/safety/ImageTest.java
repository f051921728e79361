// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.safety;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.obsagent.smoke.safety.JavaProcess.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A runtime that {@code jlink} has made of an application's module and the modules it needs. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.obsagent.smoke.safety.Jdk#all")
class ImageTest {
  private final Jdk jdk;

  ImageTest(Jdk jdk) {
    this.jdk = jdk;
  }

  @Test
  void anApplicationInItsOwnRuntimeIsTracedAndUnchanged(@TempDir Path directory) throws Exception {
    assumeTrue(canLink(), "jlink of " + jdk + " has no modules to link");
    Path image = directory.resolve("image");
    Outcome linked =
        Launch.program(jdk.tool("jlink").toString(), "--module-path", PlainJar.path())
            .with("--add-modules", PlainJar.MODULE + ",java.instrument,java.management")
            .with("--output", image.toString())
            .run();
    assertThat(linked.exitCode()).as(linked.out() + linked.err()).isZero();
    Path spans = directory.resolve("spans.jsonl");

    Outcome outcome =
        Launch.program(image.resolve("bin/java").toString(), "-javaagent:" + Launch.AGENT)
            .with("-Dobs.server.port=0", "-Dobs.traces.exporter=logging")
            .with("-Dobs.exporter.logging.output=" + spans)
            .with("-m", PlainJar.MODULE + "/" + PlainJar.MAIN)
            .runUntilAgentRuns();

    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(7);
    assertThat(outcome.out()).contains("hello n=19", "bye");
    assertThat(outcome.errLines()).singleElement().asString().matches(Launch.RUNNING);
    assertThat(Files.readString(spans)).contains("\"GET /greet\"", "SERVER", "CLIENT");
  }

  /** From a directory of modules, or from the JDK itself, as newer ones can. */
  private boolean canLink() throws Exception {
    return Files.isDirectory(jdk.home().resolve("jmods"))
        || Files.isExecutable(jdk.tool("jlink"))
            && Launch.program(jdk.tool("jlink").toString(), "--help")
                .run()
                .out()
                .contains("run-time image enabled");
  }
}
