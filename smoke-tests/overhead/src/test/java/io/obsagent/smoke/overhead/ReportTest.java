// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.overhead;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
  @Test
  void differences_are_taken_within_a_round() {
    Result none = new Result("no agent", 0);
    Result agent = new Result("agent", 1 << 20);
    // The machine becomes twice as slow after the first round.
    none.add("/plain", new Window(100, 90, 1, 0));
    agent.add("/plain", new Window(110, 95, 2, 1));
    none.add("/plain", new Window(200, 180, 1, 0));
    agent.add("/plain", new Window(214, 190, 2, 1));
    none.add("/plain", new Window(202, 181, 1, 0));
    agent.add("/plain", new Window(214, 191, 2, 1));

    String table = new Report(List.of(none, agent)).markdown();

    assertThat(table)
        .contains("| /plain CPU, µs | 200.00 | 214.00 (+12.00 ±2.00, ×1.07) |")
        .contains("| /plain spans | 0.00 | 1.00 |")
        .contains("| jar, MiB | 0.00 | 1.00 |");
  }

  @Test
  void what_others_add_is_told_as_a_multiple_of_what_the_first_agent_adds() {
    Result none = new Result("no agent", 0);
    Result ours = new Result("ours", 0);
    Result other = new Result("other", 0);
    Result idle = new Result("idle", 0);
    none.add("/plain", new Window(100, 90, 1, 0));
    ours.add("/plain", new Window(110, 95, 1, 1));
    other.add("/plain", new Window(125, 95, 2, 1));
    idle.add("/plain", new Window(100, 90, 1, 0));

    assertThat(new Report(List.of(none, ours, other, idle)).ratios())
        .contains("| added, as a multiple of ours's | other | idle |")
        .contains("| /plain CPU | ×2.5 | no spans |")
        .contains("| /plain allocated | – | no spans |");
    assertThat(new Report(List.of(none, ours)).ratios()).isEmpty();
  }
}
