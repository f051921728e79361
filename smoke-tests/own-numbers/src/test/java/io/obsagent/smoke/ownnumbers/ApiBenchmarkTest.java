// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.ownnumbers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Bytes, which are the same on a busy machine; time is for the script to tell. */
class ApiBenchmarkTest {
  @Test
  void noCallAllocates() throws Exception {
    System.setProperty("jmh.ignoreLock", "true"); // another run would only cost time
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include(ApiBenchmark.class.getName())
                    .forks(0)
                    .warmupIterations(1)
                    .warmupTime(TimeValue.milliseconds(100))
                    .measurementIterations(1)
                    .measurementTime(TimeValue.milliseconds(200))
                    .addProfiler(GCProfiler.class)
                    .verbosity(VerboseMode.SILENT)
                    .build())
            .run();
    assertThat(results).hasSize(11);
    for (RunResult result : results) {
      double bytes = result.getSecondaryResults().get("gc.alloc.rate.norm").getScore();
      // What JMH itself allocates in a turn is a byte in hundreds of calls.
      assertThat(bytes).as(result.getPrimaryResult().getLabel()).isLessThan(1);
    }
  }
}
