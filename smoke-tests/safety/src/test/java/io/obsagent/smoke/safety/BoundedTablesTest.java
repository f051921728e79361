// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.safety;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.smoke.plain.ManyNamesApplication;
import io.obsagent.smoke.safety.JavaProcess.Outcome;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Names without end – routes, statements, header values, exceptions – do not fill the heap. */
class BoundedTablesTest {
  private static final int ROUNDS = 5;
  private static final int NAMES = 4_000;

  private static final String H2 = Path.of("target/peers/h2.jar").toAbsolutePath().toString();

  @Test
  void onceTheTablesAreFullTheAgentKeepsNoMoreObjects() throws Exception {
    Outcome outcome =
        // The series that are kept to query come ten seconds after the start, all at once.
        Launch.underAgent(Jdk.all().get(0), "-Xmx256m", "-Dobs.alerting.enabled=false")
            .with("-cp", "target/test-classes" + File.pathSeparator + H2)
            .with(ManyNamesApplication.class.getName(), "" + ROUNDS, "" + NAMES)
            .run();

    List<Long> objects =
        outcome
            .out()
            .lines()
            .filter(line -> line.startsWith("objects "))
            .map(line -> Long.parseLong(line.substring("objects ".length())))
            .toList();
    assertThat(objects).as(outcome.out() + outcome.err()).hasSize(ROUNDS);
    // Tables fill up in the first two rounds. One object kept for each name of the three after them
    // would be 12,000; what is on its way, or cached softly, comes and goes by some 3,000.
    assertThat(objects.get(ROUNDS - 1)).isLessThan(objects.get(1) + 2 * NAMES);
  }
}
