// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.kafkastreams;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.MethodMatch;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** A task of a stream thread, which takes a record out of its own queues and processes it. */
public final class KafkaStreamsModule extends InstrumentationModule {
  private static final String INTERNALS = "org.apache.kafka.streams.processor.internals.";

  public KafkaStreamsModule() {
    super("kafka-streams", "Kafka Streams 2.8–4.4");
  }

  @Override
  public String description() {
    return "Spans of records that topologies process, in the trace of who sent them.";
  }

  @Override
  public List<String> backgroundTasks() {
    return List.of(INTERNALS);
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(
        new Advised(
            INTERNALS + "StreamTask", named("process").takes("long"), TaskAdvices.Process.class),
        new Advised(
            INTERNALS + "PartitionGroup",
            named("nextRecord").takes(2),
            TaskAdvices.NextRecord.class));
  }

  private record Advised(String typeName, MethodMatch method, Class<?> advice)
      implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(typeName);
    }

    @Override
    public void advise(Advices advices) {
      advices.on(method, advice.getName());
    }
  }
}
