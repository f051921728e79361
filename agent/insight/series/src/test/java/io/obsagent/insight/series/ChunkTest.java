// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.series;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class ChunkTest {
  private static final long START = 1_700_000_000_000L;

  @Test
  void givesBackWhatWasAppendedBitForBit() {
    Random random = new Random(7);
    for (int round = 0; round < 300; round++) {
      int kind = round % 6;
      List<Double> values = new ArrayList<>();
      List<Long> times = new ArrayList<>();
      long time = START;
      for (int i = 0; i < 1 + random.nextInt(200); i++) {
        values.add(value(random, kind, i));
        times.add(time);
        time += kind == 0 ? 15_000 : 1 + random.nextInt(90_000);
      }
      assertThat(decoded(times, values)).isEqualTo(bits(values));
    }
  }

  @Test
  void keepsStaleMarkersAndSpecialValuesInEveryEncoding() {
    List<Double> values =
        List.of(
            1.0,
            Samples.STALE_NAN,
            2.0,
            0.25,
            Samples.STALE_NAN,
            1e-9,
            Double.NaN,
            Double.NEGATIVE_INFINITY,
            -0.0,
            Double.MIN_VALUE,
            Double.MAX_VALUE,
            Samples.STALE_NAN,
            3.0);
    List<Long> times = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      times.add(START + i * 15_000L);
    }
    assertThat(decoded(times, values)).isEqualTo(bits(values));
  }

  @Test
  void decodesOnlyTheRangeAskedFor() {
    ChunkAppender appender = appender(i -> i, 10);
    SampleBuffer into = new SampleBuffer();
    appender.chunk().decode(START + 30_000, START + 60_000, into);
    assertThat(into.size()).isEqualTo(3);
    assertThat(into.value(0)).isEqualTo(2);
    assertThat(into.timestamp(2)).isEqualTo(START + 60_000);
  }

  @Test
  void anIdleCounterTakesAboutTwoBitsASample() {
    assertThat(appender(i -> 4711, 120).seal().bytes().length).isLessThanOrEqualTo(40);
  }

  private static ChunkAppender appender(IntToDoubleFunction value, int count) {
    ChunkAppender appender = new ChunkAppender(START, value.applyAsDouble(0));
    for (int i = 1; i < count; i++) {
      appender.append(START + i * 15_000L, value.applyAsDouble(i));
    }
    return appender;
  }

  private static double value(Random random, int kind, int i) {
    return switch (kind) {
      case 0 -> i * 12.0;
      case 1 -> random.nextInt(1_000_000) / 1000.0;
      case 2 -> random.nextLong(1L << 50) / 1e9;
      case 3 -> random.nextGaussian();
      case 4 -> Double.longBitsToDouble(random.nextLong());
      default -> random.nextInt(20) == 0 ? Samples.STALE_NAN : random.nextInt(100);
    };
  }

  private static List<Long> decoded(List<Long> times, List<Double> values) {
    ChunkAppender appender = new ChunkAppender(times.get(0), values.get(0));
    for (int i = 1; i < values.size(); i++) {
      appender.append(times.get(i), values.get(i));
    }
    SampleBuffer into = new SampleBuffer();
    appender.seal().decode(Long.MIN_VALUE, Long.MAX_VALUE, into);
    List<Long> decoded = new ArrayList<>();
    for (int i = 0; i < into.size(); i++) {
      assertThat(into.timestamp(i)).isEqualTo(times.get(i));
      decoded.add(Double.doubleToRawLongBits(into.value(i)));
    }
    return decoded;
  }

  private static List<Long> bits(List<Double> values) {
    return values.stream().map(Double::doubleToRawLongBits).toList();
  }
}
