// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springkafka;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/**
 * The loop of a listener container. A record is processed while the container iterates over what it
 * has polled, as in any loop: what is added is what the listener has thrown. A batch is one
 * operation.
 */
public final class SpringKafkaModule extends InstrumentationModule {
  private static final String RECORD = "org.apache.kafka.clients.consumer.ConsumerRecord";
  private static final String RECORDS = "org.apache.kafka.clients.consumer.ConsumerRecords";

  public SpringKafkaModule() {
    super("spring-kafka", "Spring for Apache Kafka 2.8–4.1");
  }

  @Override
  public String description() {
    return "What listeners throw, on the spans of their records, and spans of batches with links to"
        + " who sent each record.";
  }

  @Override
  public List<String> backgroundTasks() {
    return List.of("org.springframework.kafka.listener.");
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(new LoopInstrumentation());
  }

  private static final class LoopInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(
          "org.springframework.kafka.listener.KafkaMessageListenerContainer$ListenerConsumer");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(named("invokeOnMessage").takes(RECORD), LoopAdvices.Listen.class.getName());
      advices.on(
          named("doInvokeBatchOnMessage").takes(RECORDS, "java.util.List"),
          LoopAdvices.Listen.class.getName());
      advices.on(
          named("invokeBatchListener").takes(RECORDS),
          LoopAdvices.InvokeBatchListener.class.getName());
    }
  }
}
