// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springkafka;

import io.obsagent.testing.KafkaBroker;
import io.obsagent.testing.ModuleKit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(KafkaBroker.class)
class SpringKafkaModuleTest extends ModuleKit {
  private Listening listening;
  private int uses;

  SpringKafkaModuleTest() {
    super(new SpringKafkaModule());
  }

  @BeforeAll
  void connect() {
    listening = new Listening();
  }

  @AfterAll
  void disconnect() {
    listening.close();
  }

  @Override
  protected String use() throws Exception {
    String topic = "used-" + uses++;
    KafkaBroker.create(topic, 1);
    List<String> seen = new ArrayList<>();
    CompletableFuture<List<String>> batch = new CompletableFuture<>();
    listening.send(topic, "value");
    CompletableFuture<String> one = new CompletableFuture<>();
    try (AutoCloseable records =
        listening.toRecords(topic, record -> one.complete(record.value()))) {
      seen.add(one.get(60, TimeUnit.SECONDS));
    }
    try (AutoCloseable batches =
        listening.toBatches(
            topic, list -> batch.complete(list.stream().map(each -> each.value()).toList()))) {
      seen.addAll(batch.get(60, TimeUnit.SECONDS));
    }
    return seen.toString();
  }
}
