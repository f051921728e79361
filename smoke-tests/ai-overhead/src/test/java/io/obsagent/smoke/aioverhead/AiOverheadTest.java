// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.aioverhead;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.smoke.aioverhead.AiOverhead.Added;
import io.obsagent.smoke.aioverhead.AiOverhead.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Bytes that the agent allocates on the thread that asks a model, by a compiler that leaves none
 * out: each run the same, whatever else the machine does. No time is asked for.
 */
class AiOverheadTest {
  /** Of a round; in the last of some the libraries make nothing for the first time. */
  private static final int CALLS = 5;

  private static final int BYTES_A_CALL = 3 * 1024;

  /** What is timed is not kept; wrappers of a chunk's passage are garbage at once. */
  private static final int BYTES_A_CHUNK = 128;

  /** Of those that have a budget of their own: the arguments of a proxy; the wrapper of a Flux. */
  private static final Map<String, Integer> BYTES_A_CHUNK_OF =
      Map.of("LangChain4j", 32, "Spring AI", 48);

  @Test
  void aCallAndAChunkStayWithinTheirBudgetsOfBytes() throws Exception {
    Map<String, Added> added = AiOverhead.measureModules(CALLS);

    assertThat(added).hasSize(18);
    added.forEach(
        (name, cost) -> {
          System.out.println("[allocation] " + name + ": " + cost);
          assertThat(cost.callBytes()).as(name).isBetween(100.0, (double) BYTES_A_CALL);
          if (!Double.isNaN(cost.chunkBytes())) {
            assertThat(cost.chunkBytes())
                .as(name + ", a chunk")
                .isLessThan(BYTES_A_CHUNK_OF.getOrDefault(name, BYTES_A_CHUNK));
          }
        });
  }

  @Test
  void inOneJvmTheAgentWorksAndRestsByTurns() throws Exception {
    List<Row> rows = new ArrayList<>();
    AiOverhead.windows(AiOverhead.PLAIN, "cohere-java", 1, 20, rows::add);

    assertThat(rows).extracting(Row::sdk).containsExactly("cohere-java");
    Row row = rows.get(0);
    assertThat(row.restingCall().bytes()).isPositive();
    assertThat(row.restingChunk().bytes()).isPositive();
    assertThat(row.call().bytes()).isBetween(100.0, (double) BYTES_A_CALL);
    assertThat(row.chunk().bytes()).isLessThan(BYTES_A_CHUNK);
  }
}
