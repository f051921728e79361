// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jms;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/**
 * Producers, consumers and sessions of the clients below, by their names: methods like {@code
 * close} are everywhere, and to ask each class that has one for its super types would cost all
 * applications. The same name is that of a class of either name space.
 */
public final class JmsModule extends InstrumentationModule {
  private static final String CLASSIC = "org.apache.activemq.ActiveMQ";
  private static final String ARTEMIS = "org.apache.activemq.artemis.jms.client.ActiveMQ";
  private static final String QPID = "org.apache.qpid.jms.Jms";
  private static final String IBM = "com.ibm.msg.client.jms.internal.Jms";
  private static final String IBM_JAKARTA = "com.ibm.msg.client.jakarta.jms.internal.Jms";

  public JmsModule() {
    super("jms", "JMS 1.1–3.1 (ActiveMQ Classic 5.15–6.3 and Artemis 2.19–2.56; Qpid, IBM MQ)");
  }

  @Override
  public String description() {
    return "Spans of messages that are sent, given to a listener or received, with trace context and"
        + " baggage in their properties.";
  }

  @Override
  public List<String> backgroundTasks() {
    return List.of("org.apache.activemq.", "org.apache.qpid.jms.");
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(new Producers(), new Consumers(), new Sessions());
  }

  private static final class Producers implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(
          CLASSIC + "MessageProducer",
          CLASSIC + "MessageProducerSupport",
          ARTEMIS + "MessageProducer",
          QPID + "MessageProducer",
          IBM + "MessageProducerImpl",
          IBM_JAKARTA + "MessageProducerImpl");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("send").takesFirst("jakarta.jms.Message"), JakartaAdvices.Send.class.getName());
      advices.on(
          named("send").takesFirst("jakarta.jms.Destination", "jakarta.jms.Message"),
          JakartaAdvices.SendTo.class.getName());
      advices.on(named("send").takesFirst("javax.jms.Message"), JavaxAdvices.Send.class.getName());
      advices.on(
          named("send").takesFirst("javax.jms.Destination", "javax.jms.Message"),
          JavaxAdvices.SendTo.class.getName());
    }
  }

  private static final class Consumers implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(
          CLASSIC + "MessageConsumer",
          ARTEMIS + "MessageConsumer",
          QPID + "MessageConsumer",
          IBM + "MessageConsumerImpl",
          IBM_JAKARTA + "MessageConsumerImpl");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("receive", "receiveNoWait").returns("jakarta.jms.Message").isPublic(),
          JakartaAdvices.Receive.class.getName());
      advices.on(
          named("receive", "receiveNoWait").returns("javax.jms.Message").isPublic(),
          JavaxAdvices.Receive.class.getName());
      advices.on(named("close").takes(0), SettleAdvices.Done.class.getName());
      listeners(advices);
    }
  }

  private static final class Sessions implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(
          CLASSIC + "Session",
          ARTEMIS + "Session",
          QPID + "Session",
          IBM + "SessionImpl",
          IBM_JAKARTA + "SessionImpl");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(named("commit", "close").takes(0), SettleAdvices.Done.class.getName());
      advices.on(named("rollback", "recover").takes(0), SettleAdvices.RolledBack.class.getName());
      listeners(advices);
    }
  }

  private static void listeners(Advices advices) {
    advices.on(
        named("setMessageListener").takes("jakarta.jms.MessageListener"),
        JakartaAdvices.SetMessageListener.class.getName());
    advices.on(
        named("getMessageListener").takes(0).returns("jakarta.jms.MessageListener"),
        JakartaAdvices.GetMessageListener.class.getName());
    advices.on(
        named("setMessageListener").takes("javax.jms.MessageListener"),
        JavaxAdvices.SetMessageListener.class.getName());
    advices.on(
        named("getMessageListener").takes(0).returns("javax.jms.MessageListener"),
        JavaxAdvices.GetMessageListener.class.getName());
  }
}
