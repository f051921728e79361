// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.spi.event.Event;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PipelineRunsTest {
  private final Map<String, Double> counted = new TreeMap<>();
  private final Map<String, Double> timed = new TreeMap<>();
  private final PipelineRuns runs =
      new PipelineRuns(
          labels -> amount -> counted.merge(Arrays.toString(labels), amount, Double::sum),
          labels -> value -> timed.merge(Arrays.toString(labels), value, Double::sum));

  private static Event event(Map<String, String> attributes) {
    return new Event("id", 1, "pipeline", "github", "title", attributes);
  }

  private void run(String pipeline, String status, String seconds) {
    Event event =
        event(Map.of("pipeline", pipeline, "status", status, "duration_seconds", seconds));
    assertThat(PipelineRuns.isRun(event)).isTrue();
    runs.count(event);
  }

  @Test
  void runsAreCountedByOutcomeAndTimedWhereTheirTimeIsKnown() {
    run("build", "success", "61.5");
    run("build", "success", "8.5");
    run("build", "failure", "");
    assertThat(counted)
        .containsOnly(Map.entry("[build, , success]", 2.0), Map.entry("[build, , failure]", 1.0));
    assertThat(timed).containsOnly(Map.entry("[build, ]", 70.0));
  }

  @Test
  void whatIsNoTimeIsNotRecorded() {
    run("build", "success", "soon");
    run("build", "success", "-3");
    run("build", "success", "NaN");
    assertThat(counted).containsOnly(Map.entry("[build, , success]", 3.0));
    assertThat(timed).isEmpty();
  }

  @Test
  void anEventThatNamesNoPipelineIsNone() {
    assertThat(PipelineRuns.isRun(event(Map.of("status", "success")))).isFalse();
  }
}
