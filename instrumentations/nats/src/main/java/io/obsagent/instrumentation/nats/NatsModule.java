// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.nats;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/**
 * NATS' client: all that is published, requested or answered leads to one method of the connection;
 * handlers are known where they are given to a dispatcher.
 */
public final class NatsModule extends InstrumentationModule {
  private static final String TEXT = "java.lang.String";
  private static final String HANDLER = "io.nats.client.MessageHandler";
  private static final String HEADERS = "io.nats.client.impl.Headers";

  public NatsModule() {
    super("nats", "NATS client 2.11–2.26");
  }

  @Override
  public String description() {
    return "Spans of messages that are published, requested, given to a handler or asked for, of"
        + " JetStream, too, with trace context and baggage in their headers.";
  }

  @Override
  public List<String> backgroundTasks() {
    return List.of("io.nats.client.impl.", "io.nats.client.support.");
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(new Connections(), new Dispatchers(), new Subscriptions(), new Messages());
  }

  private static final class Connections implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("io.nats.client.impl.NatsConnection");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("publishInternal").takesFirst(TEXT, TEXT, HEADERS, "byte[]"),
          PublishAdvices.Publish.class.getName());
      advices.on(
          named("createDispatcher").takes(HANDLER), ConsumeAdvices.FirstHandler.class.getName());
      advices.on(named("close").takes(0), ConsumeAdvices.Done.class.getName());
    }
  }

  private static final class Dispatchers implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("io.nats.client.impl.NatsDispatcher");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("subscribe").takes(TEXT, HANDLER), ConsumeAdvices.SecondHandler.class.getName());
      advices.on(
          named("subscribe").takes(TEXT, TEXT, HANDLER),
          ConsumeAdvices.ThirdHandler.class.getName());
      advices.on(
          named("subscribeImpl", "subscribeImplJetStream").takesFirst(TEXT, TEXT, HANDLER),
          ConsumeAdvices.ThirdHandler.class.getName());
    }
  }

  private static final class Subscriptions implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(
          "io.nats.client.impl.NatsSubscription", "io.nats.client.impl.NatsJetStreamSubscription");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("nextMessage").takes("java.time.Duration"),
          ConsumeAdvices.NextMessage.class.getName());
      advices.on(named("unsubscribe").takes(0), ConsumeAdvices.Done.class.getName());
    }
  }

  private static final class Messages implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("io.nats.client.impl.NatsJetStreamMessage");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(named("ack").takes(0), ConsumeAdvices.Done.class.getName());
      advices.on(named("ackSync").takes("java.time.Duration"), ConsumeAdvices.Done.class.getName());
      advices.on(named("nak").takes(0), ConsumeAdvices.Refused.class.getName());
      advices.on(named("term").takes(0), ConsumeAdvices.Refused.class.getName());
    }
  }
}
