// SPDX-License-Identifier: Apache-2.0
package io.obsagent.logs.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.spi.logs.Severity;
import org.junit.jupiter.api.Test;

class SegmentTest {
  @Test
  void whatLeavesItsMemoryToAnotherHasNothingAnyMore() {
    Segment old = new Segment();
    old.add(1, Records.finished(1, Severity.INFO, "a", "old"));
    Segment next = old.anew();
    next.add(2, Records.finished(2, Severity.INFO, "b", "next"));

    assertThat(bodies(old)).isEmpty();
    assertThat(bodies(next)).containsExactly("next");
  }

  private static Iterable<String> bodies(Segment segment) {
    Hits hits = new Hits(9);
    LogQuery all = LogQuery.all(9);
    segment.search(all, all.needle(), hits);
    return hits.found().records().stream().map(record -> record.body()).toList();
  }
}
