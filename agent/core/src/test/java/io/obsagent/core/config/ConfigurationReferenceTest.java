// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.spi.config.ConfigNode;
import io.obsagent.yaml.YamlException;
import io.obsagent.yaml.YamlReader;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigurationReferenceTest {
  @Test
  void theExampleIsAFileThatChangesNothing() throws YamlException {
    String example = ConfigurationReference.example(SampleOptions.ALL, List.of());

    assertThat(YamlReader.read("x.yaml", example).root()).isInstanceOf(ConfigNode.Empty.class);
    assertThat(example).contains("# server.port: 9464\n").contains("# server.token_env: ");
  }

  @Test
  void thePageNamesEveryOption() {
    String page = ConfigurationReference.markdown(SampleOptions.ALL, List.of());

    assertThat(page)
        .contains("| `server.port` | number 0–65535 | `9464` | ")
        .contains("Also: `METRICS_PORT`.");
  }
}
