// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Random;
import org.apache.datasketches.hll.HllSketch;
import org.apache.datasketches.hll.TgtHllType;
import org.apache.datasketches.hll.Union;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Apache DataSketches reads what is written here, and the other way round. */
class SketchTest {
  /** Four standard errors of 4,096 registers. */
  private static final double TOLERANCE = 4 * 0.01625;

  private static Sketch filled(int count, long seed) {
    Random random = new Random(seed);
    Sketch sketch = new Sketch();
    for (int i = 0; i < count; i++) {
      sketch.add(random.nextLong());
    }
    return sketch;
  }

  /** The library's memory refuses to begin on any other. */
  private static void assumeThatTheLibraryRuns() {
    int version = Runtime.version().feature();
    assumeTrue(version == 17 || version == 21, "DataSketches 6.2 runs on Java 17 and 21 only");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000})
  void itKnowsAboutHowMany(int count) {
    double estimate = filled(count, count).estimate();

    assertThat(estimate).isCloseTo(count, within(Math.max(0.5, count * TOLERANCE)));
  }

  @Test
  void nobodyIsNobody() {
    assertThat(new Sketch().estimate()).isZero();
  }

  @Test
  void whoComesAgainIsNotCountedAgain() {
    Sketch sketch = filled(1_000, 7);
    double before = sketch.estimate();

    sketch.merge(filled(1_000, 7));

    assertThat(sketch.estimate()).isEqualTo(before);
    assertThat(sketch.add(new Random(7).nextLong())).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 50, 3_000, 200_000})
  void theLibraryReadsIt(int count) {
    assumeThatTheLibraryRuns();
    Sketch sketch = filled(count, 3);

    HllSketch read = HllSketch.heapify(sketch.toBytes());

    assertThat(read.getLgConfigK()).isEqualTo(Sketch.LG_K);
    assertThat(read.getTgtHllType()).isEqualTo(TgtHllType.HLL_8);
    assertThat(read.getEstimate())
        .isCloseTo(sketch.estimate(), within(Math.max(0.5, count * TOLERANCE)));
  }

  @Test
  void theLibraryMergesTwoAsTheyMergeThemselves() {
    assumeThatTheLibraryRuns();
    Sketch first = filled(20_000, 1);
    Sketch second = filled(30_000, 2);
    Union union = new Union(Sketch.LG_K);
    union.update(HllSketch.heapify(first.toBytes()));
    union.update(HllSketch.heapify(second.toBytes()));

    Sketch merged = Sketch.of(union.getResult(TgtHllType.HLL_8).toUpdatableByteArray(), 0);
    first.merge(second);

    assertThat(merged.estimate()).isEqualTo(first.estimate());
    assertThat(first.estimate()).isCloseTo(50_000, within(50_000 * TOLERANCE));
  }

  @Test
  void itReadsTheLibrarysOwn() {
    assumeThatTheLibraryRuns();
    HllSketch own = new HllSketch(Sketch.LG_K, TgtHllType.HLL_8);
    for (int i = 0; i < 40_000; i++) {
      own.update("user-" + i);
    }

    assertThat(Sketch.of(own.toUpdatableByteArray(), 0).estimate())
        .isCloseTo(40_000, within(40_000 * TOLERANCE));
  }

  @Test
  void whatIsNoSketchIsRefusedWithItsPlace() {
    byte[] bytes = filled(10, 1).toBytes();
    bytes[100] = 70;
    assertThatThrownBy(() -> Sketch.of(bytes, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("byte 100: 70 is no value of a register");
    assertThatThrownBy(() -> Sketch.of(new byte[Sketch.BYTES], 0))
        .hasMessageStartingWith("byte 0: no sketch of 4136 bytes");
    assertThatThrownBy(() -> Sketch.of(bytes, 1)).hasMessageStartingWith("byte 1: ");
  }
}
