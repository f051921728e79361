// SPDX-License-Identifier: Apache-2.0
package io.obsagent.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.spi.http.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SamplesTest {
  private final Samples samples = new Samples();

  @Test
  void aSampleBelongsToTheRequestOfTheLastChangeBeforeIt() {
    sampledAt(1, 50, 10, 30, 20, 40); // in no order
    samples.sort();
    samples.change(1, 35, 8, 0);
    samples.change(1, 12, 0, 7);
    samples.change(1, 28, 0, 8);
    samples.change(1, 25, 7, 0);
    samples.change(2, 11, 0, 9);
    assertThat(routes()).isEqualTo(counts(Profile.NO_ROUTE, 3, "GET /7", 1, "GET /8", 1));
  }

  @Test
  void whatComesBeforeTheFirstChangeBelongsToWhatItCameFrom() {
    sampledAt(1, 10, 20, 30);
    samples.sort();
    samples.change(1, 25, 7, 0);
    assertThat(routes()).isEqualTo(counts("GET /7", 2, Profile.NO_ROUTE, 1));
  }

  @Test
  void aChangeAfterTheLastSampleTellsWhatTheyBelongTo() {
    sampledAt(1, 10, 20, 30);
    samples.sort();
    samples.change(1, 35, 7, 0);
    assertThat(routes()).isEqualTo(counts("GET /7", 3));
  }

  @Test
  void threadsThatNeverChangeServeNoRequest() {
    sampledAt(3, 10, 20);
    samples.sort();
    samples.change(1, 5, 0, 7);
    assertThat(routes()).isEqualTo(counts(Profile.NO_ROUTE, 2));
  }

  private void sampledAt(long thread, long... times) {
    for (long nanos : times) {
      samples.add(thread, nanos, "group", List.of("Frame.run"));
    }
  }

  private String routes() {
    samples.settle();
    for (long request : new long[] {7, 8, 9}) {
      samples.name(request, "GET /" + request);
      samples.name(request, "GET");
    }
    JsonWriter json = new JsonWriter();
    json.object();
    samples.profile().write(json, null, null);
    json.end();
    String text = new String(json.toBytes(), StandardCharsets.UTF_8);
    return text.substring(text.indexOf('['), text.indexOf(']') + 1);
  }

  private static String counts(Object... namesAndSamples) {
    JsonWriter json = new JsonWriter();
    json.array();
    for (int i = 0; i < namesAndSamples.length; i += 2) {
      json.object().field("name", (String) namesAndSamples[i]);
      json.field("samples", (Integer) namesAndSamples[i + 1]).end();
    }
    json.end();
    return new String(json.toBytes(), StandardCharsets.UTF_8);
  }
}
