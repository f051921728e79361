// SPDX-License-Identifier: Apache-2.0
package io.obsagent.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.core.OptionCatalog;
import io.obsagent.core.config.ConfigurationReference;
import io.obsagent.spi.config.Option;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigurationPagesTest {
  private static final Path DIRECTORY = Path.of(System.getProperty("docs.directory", "."));

  private final List<Option<?>> options =
      OptionCatalog.all(ConfigurationPagesTest.class.getClassLoader());

  @Test
  void theReferencePageIsWhatTheCodeSays() throws IOException {
    compare("configuration.md", ConfigurationReference.markdown(options, List.of()));
  }

  @Test
  void theExampleFileIsWhatTheCodeSays() throws IOException {
    compare("obs-agent.example.yaml", ConfigurationReference.example(options, List.of()));
  }

  @Test
  void noTwoOptionsHaveOneName() {
    assertThat(options).extracting(Option::key).doesNotHaveDuplicates();
  }

  private static void compare(String file, String expected) throws IOException {
    Path path = DIRECTORY.resolve(file);
    if (Boolean.getBoolean("obs.docs.write")) {
      Files.writeString(path, expected);
    }
    assertThat(path)
        .as("out of date; write it with: mvn test -pl docs -am -Dobs.docs.write=true")
        .hasContent(expected);
  }
}
