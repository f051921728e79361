// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.kafkaclients;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.MethodMatch;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** A producer's way to its accumulator, and a consumer's records while they are iterated over. */
public final class KafkaClientsModule extends InstrumentationModule {
  private static final String CLIENTS = "org.apache.kafka.clients.";
  private static final String PARTITION = "org.apache.kafka.common.TopicPartition";
  private static final String HEADERS = "org.apache.kafka.common.header.Header[]";

  public KafkaClientsModule() {
    super("kafka-clients", "Kafka clients 2.8–4.4");
  }

  @Override
  public String description() {
    return "Spans of records that are sent, and of each (or of each batch) that is processed while"
        + " polled records are iterated over, with trace context and baggage in their headers; the lag"
        + " of consumers.";
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(
        new Advised(
            CLIENTS + "producer.KafkaProducer",
            named("doSend")
                .takes(CLIENTS + "producer.ProducerRecord", CLIENTS + "producer.Callback"),
            ProducerAdvices.DoSend.class),
        new Advised(
            CLIENTS + "producer.internals.RecordAccumulator",
            named("append").takesFirst("java.lang.String", "int", "long", null, null, HEADERS),
            ProducerAdvices.Append.class),
        new Advised(
            CLIENTS + "producer.internals.RecordAccumulator",
            named("append").takesFirst(PARTITION, "long", null, null, HEADERS),
            ProducerAdvices.AppendToPartition.class),
        new Advised(
            CLIENTS + "ApiVersions",
            named("maxUsableProduceMagic").takes(0),
            ProducerAdvices.MaxUsableProduceMagic.class),
        new Advised(
            CLIENTS + "consumer.KafkaConsumer",
            named("poll").takes(1).isPublic(),
            ConsumerAdvices.Poll.class),
        new Advised(
            CLIENTS + "consumer.KafkaConsumer",
            named("close").isPublic(),
            ConsumerAdvices.Close.class),
        new Advised(
            CLIENTS + "consumer.KafkaConsumer",
            named("seek", "seekToBeginning", "seekToEnd", "assign", "unsubscribe").isPublic(),
            ConsumerAdvices.Leave.class),
        new Advised(
            CLIENTS + "consumer.KafkaConsumer",
            named("commitSync", "commitAsync").takes(0),
            ConsumerAdvices.CommitAll.class),
        new Advised(
            CLIENTS + "consumer.KafkaConsumer",
            named("commitSync").takes("java.time.Duration"),
            ConsumerAdvices.CommitAll.class),
        new Advised(
            CLIENTS + "consumer.KafkaConsumer",
            named("commitAsync").takes(CLIENTS + "consumer.OffsetCommitCallback"),
            ConsumerAdvices.CommitAll.class),
        new Advised(
            CLIENTS + "consumer.ConsumerRecords",
            named("iterator").takes(0),
            RecordsAdvices.AllRecords.class),
        new Advised(
            CLIENTS + "consumer.ConsumerRecords",
            named("records").takes("java.lang.String"),
            RecordsAdvices.OfTopic.class),
        new Advised(
            CLIENTS + "consumer.ConsumerRecords",
            named("records").takes(PARTITION),
            RecordsAdvices.OfPartition.class));
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
