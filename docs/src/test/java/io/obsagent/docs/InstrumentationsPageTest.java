// SPDX-License-Identifier: Apache-2.0
package io.obsagent.docs;

import io.obsagent.spi.InstrumentationModule;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class InstrumentationsPageTest {
  private static final String INTRODUCTION =
      """
      # Instrumentations

      <!-- Written from the modules in the code; a test compares. -->

      A module knows one library. It looks at the classes that the application loads, and where the
      library does not fit (too old, too new, repackaged) the module stays out of it and says why on
      `/monitoring/agent`.

      Each can be switched by `instrumentation.<module>.enabled`, also while the application runs:

      ```yaml
      instrumentation:
        jdbc:
          enabled: false
      ```

      | module | library and versions | what you get | default |
      |---|---|---|---|
      """;

  private static final String END =
      """

      Something else? [Writing an instrumentation](writing-an-instrumentation.md) shows how.
      No span although the library is listed? See [troubleshooting](troubleshooting.md).
      """;

  @Test
  void thePageIsWhatTheModulesSay() throws IOException {
    List<InstrumentationModule> modules =
        ServiceLoader.load(InstrumentationModule.class).stream()
            .map(ServiceLoader.Provider::get)
            .sorted(Comparator.comparing(InstrumentationModule::name))
            .toList();
    StringBuilder page = new StringBuilder(INTRODUCTION);
    for (InstrumentationModule module : modules) {
      page.append("| `").append(module.name()).append("` | ").append(module.library());
      page.append(" | ").append(module.description().replace("|", "\\|")).append(" | ");
      page.append(module.enabledByDefault() ? "on" : "off").append(" |\n");
    }
    Documents.compare("instrumentations.md", page.append(END).toString());
  }
}
