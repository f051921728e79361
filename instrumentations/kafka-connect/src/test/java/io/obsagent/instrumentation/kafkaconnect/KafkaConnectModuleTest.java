// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.kafkaconnect;

import io.obsagent.testing.KafkaBroker;
import io.obsagent.testing.ModuleKit;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(KafkaBroker.class)
class KafkaConnectModuleTest extends ModuleKit {
  private final LinkedBlockingQueue<String> seen = new LinkedBlockingQueue<>();
  private Connectors connectors;

  KafkaConnectModuleTest() {
    super(new KafkaConnectModule());
  }

  @BeforeAll
  void start() throws Exception {
    KafkaBroker.create("used", 1);
    connectors = new Connectors();
    connectors.source("used");
    connectors.sink(
        "used", records -> records.forEach(record -> seen.add(String.valueOf(record.value()))));
  }

  @AfterAll
  void close() {
    connectors.close();
  }

  @Override
  protected List<Class<?>> examples() {
    return List.of(Connectors.Function.class);
  }

  @Override
  protected String use() throws Exception {
    connectors.emit("value");
    return seen.poll(60, TimeUnit.SECONDS);
  }
}
