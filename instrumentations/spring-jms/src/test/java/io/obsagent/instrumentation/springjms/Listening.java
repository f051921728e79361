// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springjms;

import java.lang.reflect.Method;
import java.util.function.Consumer;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.jms.listener.AbstractMessageListenerContainer;
import org.springframework.jms.listener.DefaultMessageListenerContainer;
import org.springframework.jms.listener.SimpleMessageListenerContainer;
import org.springframework.jms.listener.adapter.MessageListenerAdapter;

/** Spring's template and its containers; JMS' own types are of the name space that is there. */
final class Listening implements AutoCloseable {
  private static final String BROKER =
      "vm://spring?broker.persistent=false&broker.useJmx=false"
          + "&jms.redeliveryPolicy.maximumRedeliveries=1&jms.redeliveryPolicy.initialRedeliveryDelay=0";

  private final Object factory;
  private final AbstractMessageListenerContainer container;
  private final JmsTemplate template = new JmsTemplate();

  /**
   * @param polls whether the container asks for messages, instead of being given them
   */
  Listening(String queue, boolean polls, Consumer<String> listener) throws Exception {
    factory =
        Class.forName("org.apache.activemq.ActiveMQConnectionFactory")
            .getConstructor(String.class)
            .newInstance(BROKER);
    connect(template);
    template.setDefaultDestinationName(queue);
    container =
        polls ? new DefaultMessageListenerContainer() : new SimpleMessageListenerContainer();
    connect(container);
    container.setDestinationName(queue);
    container.setSessionTransacted(true);
    MessageListenerAdapter adapter = new MessageListenerAdapter(new Handler(listener));
    container.setMessageListener(adapter);
    container.afterPropertiesSet();
    container.start();
  }

  private void connect(Object accessor) throws Exception {
    for (Method method : accessor.getClass().getMethods()) {
      if (method.getName().equals("setConnectionFactory")) {
        method.invoke(accessor, factory);
      }
    }
  }

  void send(String body) {
    template.convertAndSend(body);
  }

  Object receive(String queue) {
    template.setReceiveTimeout(100);
    return template.receiveAndConvert(queue);
  }

  @Override
  public void close() {
    container.shutdown();
  }

  /** What the adapter calls. */
  public record Handler(Consumer<String> listener) {
    public void handleMessage(String body) {
      listener.accept(body);
    }
  }
}
