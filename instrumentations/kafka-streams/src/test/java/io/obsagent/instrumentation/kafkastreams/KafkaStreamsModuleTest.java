// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.kafkastreams;

import io.obsagent.testing.KafkaBroker;
import io.obsagent.testing.ModuleKit;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(KafkaBroker.class)
class KafkaStreamsModuleTest extends ModuleKit {
  private final LinkedBlockingQueue<String> seen = new LinkedBlockingQueue<>();
  private Topology topology;

  KafkaStreamsModuleTest() {
    super(new KafkaStreamsModule());
  }

  @BeforeAll
  void start() throws Exception {
    topology =
        new Topology(
            "used",
            value -> {
              seen.add(value);
              return value;
            });
  }

  @AfterAll
  void close() {
    topology.close();
  }

  @Override
  protected String use() throws Exception {
    topology.send("value");
    return seen.poll(60, TimeUnit.SECONDS);
  }
}
