// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.kafkaconnect;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** What a worker hands to the tasks of sinks. What sources send, the producer below tells. */
public final class KafkaConnectModule extends InstrumentationModule {
  private static final String CONNECT = "org.apache.kafka.connect.";

  public KafkaConnectModule() {
    super("kafka-connect", "Kafka Connect 3.9–4.4");
  }

  @Override
  public String description() {
    return "Spans of the records that are put into a sink at once, with links to who sent each.";
  }

  @Override
  public List<String> backgroundTasks() {
    return List.of(CONNECT + "runtime.");
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(new Sinks(), new Workers());
  }

  private static final class Sinks implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.subtypesOf(CONNECT + "sink.SinkTask");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(named("put").takes("java.util.Collection"), SinkAdvices.Put.class.getName());
    }
  }

  private static final class Workers implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(CONNECT + "runtime.WorkerSinkTask");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("convertMessages").takes("org.apache.kafka.clients.consumer.ConsumerRecords"),
          SinkAdvices.ConvertMessages.class.getName());
    }
  }
}
