// SPDX-License-Identifier: Apache-2.0
package io.obsagent.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.core.OptionCatalog;
import io.obsagent.core.config.ConfigurationReference;
import io.obsagent.spi.config.Option;
import io.obsagent.spi.config.Section;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigurationPagesTest {
  private final List<Option<?>> options =
      OptionCatalog.all(ConfigurationPagesTest.class.getClassLoader());

  private final List<Section<?>> sections =
      OptionCatalog.sections(ConfigurationPagesTest.class.getClassLoader());

  @Test
  void theReferencePageIsWhatTheCodeSays() throws IOException {
    Documents.compare("configuration.md", ConfigurationReference.markdown(options, sections));
  }

  @Test
  void theExampleFileIsWhatTheCodeSays() throws IOException {
    Documents.compare("obs-agent.example.yaml", ConfigurationReference.example(options, sections));
  }

  @Test
  void noTwoOptionsHaveOneName() {
    assertThat(options).extracting(Option::key).doesNotHaveDuplicates();
  }
}
