// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.kafkastreams;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.KafkaBroker;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({AgentExtension.class, KafkaBroker.class})
class KafkaStreamsTest {
  @Test
  void aRecordIsOneTraceThroughItsTopology() throws Exception {
    try (Topology topology = new Topology("letters", value -> value.toUpperCase(Locale.ROOT))) {
      topology.send("value");
      Recorded.awaitSpans(3);
      RecordedSpan process = Recorded.span("process letters-in");
      assertThat(process.isChildOf(Recorded.span("send letters-in"))).isTrue();
      assertThat(Recorded.span("send letters-out").isChildOf(process)).isTrue();
      assertThat(process.kind()).isEqualTo("CONSUMER");
      assertThat(process.attributes())
          .containsEntry("messaging.destination.partition.id", "0")
          .containsEntry("messaging.kafka.offset", 0L);
      assertThat(process.toString()).doesNotContain("value");
    }
  }

  @Test
  void whatATopologyThrowsIsTheErrorOfItsRecord() throws Exception {
    try (Topology topology =
        new Topology(
            "broken",
            value -> {
              throw new IllegalStateException("not this one");
            })) {
      topology.send("value");
      Recorded.awaitSpans(2);
      RecordedSpan process = Recorded.span("process broken-in");
      assertThat(process.status()).isEqualTo("ERROR");
      assertThat(process.attribute("error.type")).isEqualTo(IllegalStateException.class.getName());
    }
  }
}
