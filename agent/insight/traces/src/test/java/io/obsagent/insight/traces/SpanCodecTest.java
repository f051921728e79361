// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.traces;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.spi.export.SpanCopy;
import io.opentelemetry.api.trace.SpanKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SpanCodecTest {
  private final Words words = new Words();
  private final SpanCodec codec = new SpanCodec(words);

  private List<SpanCopy> read(byte[] bytes, long trace) {
    List<SpanCopy> spans = new ArrayList<>();
    codec.read(bytes, Spans.HIGH, trace, spans);
    return spans;
  }

  @Test
  void whatIsReadIsWhatWasWritten() {
    Random random = new Random(7);
    for (int trace = 1; trace < 2_000; trace++) {
      List<SpanCopy> spans = new ArrayList<>();
      for (int i = 0; i < 1 + random.nextInt(6); i++) {
        spans.add(any(random, trace));
      }

      assertThat(read(codec.write(spans), trace)).isEqualTo(spans);
    }
  }

  private static SpanCopy any(Random random, long trace) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      Object value =
          switch (random.nextInt(6)) {
            case 0 -> random.nextLong();
            case 1 -> random.nextGaussian();
            case 2 -> random.nextBoolean();
            case 3 -> List.of("a", "", "käse \uD83D\uDE00");
            case 4 -> SpanCodec.hex(Spans.HIGH) + SpanCodec.hex(trace);
            default -> "x".repeat(random.nextInt(3_000));
          };
      attributes.put("key." + random.nextInt(50), value);
    }
    long start = random.nextLong() >>> 2;
    SpanCopy span =
        Spans.span(
            trace,
            random.nextLong(),
            random.nextLong(),
            SpanKind.values()[random.nextInt(5)],
            start,
            start + random.nextInt(),
            random.nextBoolean() ? "" : "<script>\0 " + random.nextInt(4),
            attributes);
    return random.nextBoolean()
        ? span
        : Spans.remote(
            Spans.failed(
                span, "boom", Spans.exception("a.B", "m", "at a.B.c(B.java:1)", start - 5)));
  }

  @Test
  void wordsAreBoundedAndWhatHasNoPlaceIsWrittenOut() {
    for (int i = 0; i < 30_000; i++) {
      words.number("word " + i);
      words.number("word " + i);
    }
    long full = words.bytes();
    SpanCopy span =
        Spans.span(1, 2, 0, SpanKind.CLIENT, 5, 6, "never seen", Map.of("k", "never seen"));
    byte[] first = codec.write(List.of(span));
    byte[] second = codec.write(List.of(span));

    assertThat(words.bytes()).isEqualTo(full).isLessThan(4_000_000);
    assertThat(read(first, 1)).containsExactly(span);
    assertThat(read(second, 1)).containsExactly(span);
  }

  @Test
  void aSpanOfARequestTakesAHundredBytesOrSo() {
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("db.system.name", "postgresql");
    attributes.put("db.query.text", "SELECT id, name FROM items WHERE id = ?");
    attributes.put("db.query.summary", "SELECT items");
    attributes.put("server.address", "db.example");
    attributes.put("server.port", 5432L);
    attributes.put("correlation.id", SpanCodec.hex(Spans.HIGH) + SpanCodec.hex(1));
    SpanCopy span = Spans.span(1, 2, 3, SpanKind.CLIENT, 5, 60_000, "SELECT items", attributes);
    codec.write(List.of(span));
    codec.write(List.of(span));

    assertThat(codec.write(List.of(span)).length).isLessThan(100);
  }
}
