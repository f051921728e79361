// SPDX-License-Identifier: Apache-2.0
package io.obsagent.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.core.OptionCatalog;
import io.obsagent.core.config.ConfigurationReference;
import io.obsagent.spi.config.Option;
import io.obsagent.spi.config.Section;
import java.io.IOException;
import java.util.ArrayList;
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

  @Test
  void everyTimeHasBoundsAndDemandsItsUnit() {
    List<String> times = new ArrayList<>();
    for (Option<?> option : options) {
      if (option.type().startsWith("duration")) {
        times.add(option.key());
        for (String wrong : List.of("5", "0ms", "9000h", "soon")) {
          assertThatThrownBy(() -> option.parser().apply(wrong))
              .as(option.key() + "=" + wrong)
              .hasMessageStartingWith("expected a duration from ");
        }
      }
    }
    assertThat(times).contains("evaluation.interval", "traces.export-interval");
  }

  @Test
  void everyDefaultIsWithinItsBounds() {
    for (Option<?> option : options) {
      assertThatCode(() -> option.parser().apply(option.defaultText()))
          .as(option.key())
          .doesNotThrowAnyException();
    }
  }

  @Test
  void everyRefusalSaysWhatIsExpected() {
    for (Option<?> option : options) {
      try {
        option.parser().apply("\u0001 no value of any kind \u0001");
      } catch (RuntimeException e) {
        assertThat(e).as(option.key()).isInstanceOf(IllegalArgumentException.class);
        assertThat(e.getMessage()).as(option.key()).startsWith("expected ");
      }
    }
  }
}
