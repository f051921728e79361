// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringBootVersion;

/** The application in each of the shapes in which Spring Boot delivers one. */
class PackagedTest {
  @TempDir Path directory;

  @Test
  void aJarWithTheLibrariesInItIsTraced() throws Exception {
    ApplicationJar jar = ApplicationJar.fat(directory);

    assertThat(traced("-jar", jar.path().toString())).contains("Starting ShopApplication");
  }

  @Test
  void aJarThatIsUnpackedIsTraced() throws Exception {
    Path unpacked = directory.resolve("unpacked");
    String main = ApplicationJar.fat(directory).unpack(unpacked);

    assertThat(traced("-cp", unpacked.toString(), main)).contains("Starting ShopApplication");
  }

  @Test
  void oneWhoseBeansAreMadeAheadOfTimeIsTraced() throws Exception {
    String version = SpringBootVersion.getVersion();
    assumeFalse(version.startsWith("2."), "Spring Boot makes beans ahead of time from 3 on");
    ApplicationJar jar = ApplicationJar.processed(directory);

    assertThat(traced("-Dspring.aot.enabled=true", "-jar", jar.path().toString()))
        .contains("Starting AOT-processed ShopApplication");
  }

  /** Starts it, asks for a page, and answers what it has written in the end. */
  private String traced(String... arguments) throws Exception {
    try (RunningApplication application = RunningApplication.start(directory, arguments)) {
      HttpResponse<String> response = application.get("/page/7");

      assertThat(response.body()).isEqualTo("fragment 7");
      assertThat(response.headers().firstValue("X-Correlation-ID")).isPresent();
      assertThat(application.span("/page/7")).contains("SERVER", "\"GET /page/{id}\"", ":200");
      String said = application.stop();
      assertThat(said.lines().filter(line -> line.contains("obs-agent]")))
          .singleElement()
          .asString()
          .contains(" is running, see ");
      assertThat(said).doesNotContain("Exception");
      return said;
    }
  }
}
