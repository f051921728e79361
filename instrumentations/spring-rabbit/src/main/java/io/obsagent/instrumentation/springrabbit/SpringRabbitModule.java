// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springrabbit;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** Listener containers, both kinds: the client's consumers below them only fill queues. */
public final class SpringRabbitModule extends InstrumentationModule {
  public SpringRabbitModule() {
    super("spring-rabbit", "Spring AMQP 2.3–4.1");
  }

  @Override
  public String description() {
    return "Spans of messages and batches that listeners process, with what the listener throws.";
  }

  @Override
  public List<String> backgroundTasks() {
    return List.of("org.springframework.amqp.rabbit.listener.");
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(new ContainerInstrumentation());
  }

  private static final class ContainerInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(
          "org.springframework.amqp.rabbit.listener.AbstractMessageListenerContainer");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("executeListener").takes("com.rabbitmq.client.Channel", "java.lang.Object"),
          ContainerAdvices.ExecuteListener.class.getName());
    }
  }
}
