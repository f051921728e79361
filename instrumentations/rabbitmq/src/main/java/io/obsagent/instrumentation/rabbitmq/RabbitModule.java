// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.rabbitmq;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/**
 * The channel below those that recover: all overloads and wrappers lead to it, but for what the one
 * that knows of recovery answers the broker itself.
 */
public final class RabbitModule extends InstrumentationModule {
  private static final String TEXT = "java.lang.String";
  private static final String PROPERTIES = "com.rabbitmq.client.AMQP$BasicProperties";

  public RabbitModule() {
    super("rabbitmq", "RabbitMQ client 5.0–5.37");
  }

  @Override
  public String description() {
    return "Spans of messages that are published, delivered to a consumer or asked for, with trace"
        + " context and baggage in their headers.";
  }

  @Override
  public List<String> backgroundTasks() {
    return List.of("com.rabbitmq.client.impl.");
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(new ChannelInstrumentation());
  }

  private static final class ChannelInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(
          "com.rabbitmq.client.impl.ChannelN",
          "com.rabbitmq.client.impl.recovery.RecoveryAwareChannelN");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("basicPublish").takesFirst(TEXT, TEXT, "boolean", "boolean", PROPERTIES),
          PublishAdvices.BasicPublish.class.getName());
      advices.on(
          named("basicConsume")
              .takes(
                  TEXT,
                  "boolean",
                  TEXT,
                  "boolean",
                  "boolean",
                  "java.util.Map",
                  "com.rabbitmq.client.Consumer"),
          ConsumeAdvices.BasicConsume.class.getName());
      advices.on(named("basicGet").takes(TEXT, "boolean"), ConsumeAdvices.BasicGet.class.getName());
      advices.on(named("basicAck").takes(2), ConsumeAdvices.BasicAck.class.getName());
      advices.on(named("basicNack").takes(3), ConsumeAdvices.Refuse.class.getName());
      advices.on(named("basicReject").takes(2), ConsumeAdvices.Refuse.class.getName());
      advices.on(named("close").isPublic(), ConsumeAdvices.Close.class.getName());
    }
  }
}
