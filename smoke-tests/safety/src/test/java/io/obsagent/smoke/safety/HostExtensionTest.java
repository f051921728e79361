// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.safety;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.smoke.safety.JavaProcess.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** obs-agent-oshi.jar, which is named on Linux here and so goes before /proc. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.obsagent.smoke.safety.Jdk#all")
class HostExtensionTest {
  private static final String EXTENSION = System.getProperty("obs.test.oshi");

  private final Jdk jdk;
  private @TempDir Path directory;

  HostExtensionTest(Jdk jdk) {
    this.jdk = jdk;
  }

  @Test
  void theHostIsReadByOshiAndTheJvmWarnsOfNothing() throws Exception {
    Path classes = directory.resolve("classes.log");
    Launch launch =
        application("-Dobs.extensions=" + EXTENSION, "-Xlog:class+load:file=" + classes);
    try (JavaProcess process = launch.start()) {
      String port = process.awaitErr(Launch.RUNNING).group(1);
      String metrics = Http.get(port + "metrics");
      process.awaitOut("(?m)^ready$");
      process.endInput();
      Outcome outcome = process.await();

      assertThat(metrics)
          .containsPattern("(?m)^process_resident_memory_bytes [1-9]")
          .containsPattern("(?m)^host_memory_available_bytes [1-9]")
          .containsPattern("(?m)^network_bytes_received_total\\{");
      assertThat(Files.readString(classes))
          .contains(
              "io.obsagent.extension.oshi.OshiReader", "oshi.SystemInfo", "com.sun.jna.Native");
      assertThat(outcome.errLines()).singleElement().asString().matches(Launch.RUNNING);
      assertThat(outcome.exitCode()).isZero();
      assertThat(outcome.out()).contains(jdk.version() >= 22 ? "native access: false" : "ready");
    }
  }

  @Test
  void withoutTheExtensionNothingOfItIsLoaded() throws Exception {
    Path classes = directory.resolve("classes.log");
    try (JavaProcess process = application("-Xlog:class+load:file=" + classes).start()) {
      Http.get(process.awaitErr(Launch.RUNNING).group(1) + "metrics");
      process.endInput();

      assertThat(process.await().exitCode()).isZero();
      assertThat(Files.readString(classes))
          .contains("io.obsagent.core.runtime.ProcReader")
          .doesNotContain("extension.oshi", "com.sun.jna", "spi.service.NativeAccess");
    }
  }

  @Test
  void aLibraryThatCannotBeLoadedIsToldOnceAndTheHostIsReadAllTheSame() throws Exception {
    Launch launch = application("-Dobs.extensions=" + EXTENSION, "-Djna.nounpack=true");
    launch.with("-Djna.nosys=true", "-Djna.noclasspath=true");
    try (JavaProcess process = launch.start()) {
      String port = process.awaitErr(Launch.RUNNING).group(1);
      for (int i = 0; i < 3; i++) {
        assertThat(Http.get(port + "metrics"))
            .containsPattern("(?m)^process_resident_memory_bytes [1-9]")
            .containsPattern("(?m)^host_memory_total_bytes [1-9]");
      }
      process.endInput();
      assertThat(process.await().errLines())
          .filteredOn(line -> line.contains("cannot read the host"))
          .singleElement()
          .asString()
          .startsWith("[obs-agent] WARN io.obsagent.extension.oshi.OshiHost")
          .contains("UnsatisfiedLinkError");
    }
  }

  private Launch application(String... options) throws Exception {
    Path source = directory.resolve("Waiting.java");
    Files.writeString(source, APPLICATION);
    Path classes = directory.resolve("classes");
    Outcome compiled =
        Launch.program("" + jdk.tool("javac"), "-d", "" + classes, "" + source).run();
    assertThat(compiled.exitCode()).as(compiled.err()).isZero();
    return Launch.underAgent(jdk, options).with("-cp", "" + classes, "Waiting");
  }

  /** Says whether it may call native code, and waits for the end of its input. */
  private static final String APPLICATION =
      """
      public class Waiting {
        public static void main(String[] arguments) throws Exception {
          System.out.println("ready");
          System.in.read();
          if (Runtime.version().feature() >= 22) {
            Object mayCall =
                Module.class.getMethod("isNativeAccessEnabled").invoke(Waiting.class.getModule());
            System.out.println("native access: " + mayCall);
          }
        }
      }
      """;
}
