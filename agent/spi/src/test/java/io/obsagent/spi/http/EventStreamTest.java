// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EventStreamTest {
  private final AtomicInteger closed = new AtomicInteger();
  private final EventStream stream = new EventStream(closed::incrementAndGet);

  private String written() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    stream.writeTo(out);
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void eachLineOfAnEventIsOneOfItsData() throws Exception {
    assertThat(stream.send("log", "one\r\ntwo\rthree\n")).isTrue();

    assertThat(written())
        .isEqualTo("retry: 3000\n\nevent: log\ndata: one\ndata: two\ndata: three\ndata: \n\n");
    assertThat(stream.isReady()).isFalse();
    assertThat(written()).isEmpty();
  }

  @Test
  void whatASlowClientMissesIsCountedInItsPlace() throws Exception {
    String large = "x".repeat(EventStream.MOST_BYTES / 4);
    int taken = 0;
    for (int i = 0; i < 10; i++) {
      taken += stream.send("log", large) ? 1 : 0;
    }
    assertThat(taken).isEqualTo(3);

    assertThat(written()).contains(large).endsWith("event: omitted\ndata: 7\n\n");
    assertThat(stream.send("log", "again")).isTrue();
    assertThat(written()).isEqualTo("event: log\ndata: again\n\n");
  }

  @Test
  void aBeatIsWrittenWhereNothingElseIs() throws Exception {
    stream.beat();
    assertThat(written()).isEqualTo("retry: 3000\n\n");
    stream.beat();
    assertThat(written()).isEqualTo(":\n\n");
  }

  @Test
  void whatHasEndedTakesNothingAndTellsOnce() throws Exception {
    stream.close();
    stream.close();

    assertThat(stream.send("log", "x")).isFalse();
    assertThat(written()).isEmpty();
    assertThat(closed).hasValue(1);
  }
}
