// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springjms;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/**
 * Listener containers. One that receives is a thread that asks for messages, one that is given them
 * has a listener of the client's; what is added is what the application's listener has thrown.
 */
public final class SpringJmsModule extends InstrumentationModule {
  public SpringJmsModule() {
    super("spring-jms", "Spring JMS 5.3–7.0");
  }

  @Override
  public String description() {
    return "What listeners throw, on the spans of their messages.";
  }

  @Override
  public List<String> backgroundTasks() {
    return List.of("org.springframework.jms.listener.");
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(new ContainerInstrumentation());
  }

  private static final class ContainerInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("org.springframework.jms.listener.AbstractMessageListenerContainer");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(named("invokeListener").takes(2), ContainerAdvices.InvokeListener.class.getName());
    }
  }
}
