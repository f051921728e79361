// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.aioverhead;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.smoke.aioverhead.AiOverhead.Added;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Bytes that the agent allocates on the thread that asks a model, as the interpreter allocates
 * them: each run the same, whatever else the machine does. No time is asked for.
 */
class AiOverheadTest {
  private static final int BYTES_A_CALL = 3 * 1024;

  /** What is timed is not kept; wrappers of a chunk's passage are garbage at once. */
  private static final int BYTES_A_CHUNK = 128;

  @Test
  void aCallAndAChunkStayWithinTheirBudgetsOfBytes() throws Exception {
    Map<String, Added> added = AiOverhead.measureModules(60);

    assertThat(added).hasSize(9);
    added.forEach(
        (name, cost) -> {
          System.out.println("[allocation] " + name + ": " + cost);
          assertThat(cost.callBytes()).as(name).isBetween(100.0, (double) BYTES_A_CALL);
          if (!Double.isNaN(cost.chunkBytes())) {
            assertThat(cost.chunkBytes()).as(name + ", a chunk").isLessThan(BYTES_A_CHUNK);
          }
        });
  }
}
