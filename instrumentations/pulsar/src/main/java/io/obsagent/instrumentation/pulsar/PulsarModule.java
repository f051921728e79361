// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.pulsar;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/**
 * Pulsar's client: all ways to send lead to one method of a topic's or partition's producer;
 * messages are asked for at the base of all consumers, to which those of several topics ask each
 * one's consumer.
 */
public final class PulsarModule extends InstrumentationModule {
  private static final String API = "org.apache.pulsar.client.api.";
  private static final String CLIENT = "org.apache.pulsar.client.impl.";
  private static final String MESSAGES = API + "Messages";
  private static final String CONSUMER_OF_TOPICS = CLIENT + "MultiTopicsConsumerImpl";

  public PulsarModule() {
    super("pulsar", "Pulsar client 3.0–4.2");
  }

  @Override
  public String description() {
    return "Spans of messages that are sent, given to a listener, received or read, one by one or in"
        + " batches, with trace context and baggage in their properties.";
  }

  @Override
  public List<String> backgroundTasks() {
    return List.of(CLIENT);
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(new Producers(), new Listeners(), new Consumers(), new ConsumersOfTopics());
  }

  private static final class Producers implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(CLIENT + "ProducerImpl");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("internalSendAsync").takes(API + "Message"),
          SendAdvices.InternalSendAsync.class.getName());
    }
  }

  /** Consumers, readers and views of tables have theirs in this. */
  private static final class Listeners implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(CLIENT + "conf.ConsumerConfigurationData");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("setMessageListener").takes(API + "MessageListener"),
          ReceiveAdvices.SetMessageListener.class.getName());
    }
  }

  private static final class Consumers implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(CLIENT + "ConsumerBase", CLIENT + "ConsumerImpl", CONSUMER_OF_TOPICS);
    }

    @Override
    public void advise(Advices advices) {
      advices.on(named("receive").takes(0), ReceiveAdvices.Receive.class.getName());
      advices.on(
          named("receive").takes("int", "java.util.concurrent.TimeUnit"),
          ReceiveAdvices.Receive.class.getName());
      advices.on(named("receiveAsync").takes(0), ReceiveAdvices.ReceiveAsync.class.getName());
      advices.on(named("batchReceive").takes(0), ReceiveAdvices.BatchReceive.class.getName());
      advices.on(
          named("batchReceiveAsync").takes(0), ReceiveAdvices.BatchReceiveAsync.class.getName());
      advices.on(
          named("acknowledge", "acknowledgeAsync", "acknowledgeCumulative").isPublic(),
          SettleAdvices.Acknowledge.class.getName());
      advices.on(
          named("close", "closeAsync", "unsubscribe").isPublic(),
          SettleAdvices.Acknowledge.class.getName());
      advices.on(
          named("negativeAcknowledge", "reconsumeLater", "reconsumeLaterAsync").isPublic(),
          SettleAdvices.Refuse.class.getName());
      advices.on(
          named(
                  "acknowledge",
                  "acknowledgeAsync",
                  "negativeAcknowledge",
                  "reconsumeLater",
                  "reconsumeLaterAsync")
              .takesFirst(MESSAGES),
          SettleAdvices.OfBatch.class.getName());
    }
  }

  private static final class ConsumersOfTopics implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(CONSUMER_OF_TOPICS);
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("receiveMessageFromConsumer"),
          ReceiveAdvices.ReceiveMessageFromConsumer.class.getName());
    }
  }
}
