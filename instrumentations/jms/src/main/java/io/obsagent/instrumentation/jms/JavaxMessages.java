// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jms;

import io.obsagent.spi.telemetry.HeaderSetter;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import javax.jms.Destination;
import javax.jms.JMSException;
import javax.jms.Message;
import javax.jms.MessageProducer;
import javax.jms.Queue;
import javax.jms.TemporaryQueue;
import javax.jms.TemporaryTopic;
import javax.jms.Topic;
import org.jspecify.annotations.Nullable;

/** Properties of messages as headers; what a client refuses is not there. */
enum JavaxMessages implements HeaderSetter<Message>, TextMapGetter<Message> {
  INSTANCE;

  /**
   * A message that was received and is passed on is read-only: it keeps the headers it came with.
   */
  @Override
  public void set(@Nullable Message message, String name, String value) {
    if (message != null) {
      try {
        message.setStringProperty(Jms.property(name), value);
      } catch (JMSException readOnly) {
        return;
      }
    }
  }

  /** One property alone cannot be removed. */
  @Override
  public void remove(Message message, String name) {
    try {
      if (message.propertyExists(Jms.property(name))) {
        message.setStringProperty(Jms.property(name), "");
      }
    } catch (JMSException readOnly) {
      return;
    }
  }

  @Override
  public Iterable<String> keys(Message message) {
    List<String> names = new ArrayList<>();
    try {
      Enumeration<?> properties = message.getPropertyNames();
      while (properties.hasMoreElements()) {
        names.add(Jms.header(String.valueOf(properties.nextElement())));
      }
    } catch (JMSException unreadable) {
      return names;
    }
    return names;
  }

  @Override
  public @Nullable String get(@Nullable Message message, String name) {
    try {
      return message == null ? null : message.getStringProperty(Jms.property(name));
    } catch (JMSException unreadable) {
      return null;
    }
  }

  static @Nullable String destinationOf(MessageProducer producer) {
    try {
      return nameOf(producer.getDestination());
    } catch (JMSException closed) {
      return null;
    }
  }

  static @Nullable String destinationOf(Message message) {
    try {
      return nameOf(message.getJMSDestination());
    } catch (JMSException unreadable) {
      return null;
    }
  }

  static @Nullable String nameOf(@Nullable Destination destination) {
    if (destination instanceof TemporaryQueue || destination instanceof TemporaryTopic) {
      return Jms.TEMPORARY;
    }
    try {
      return destination instanceof Queue queue
          ? queue.getQueueName()
          : destination instanceof Topic topic ? topic.getTopicName() : null;
    } catch (JMSException unknown) {
      return null;
    }
  }

  static @Nullable String idOf(Message message) {
    try {
      return message.getJMSMessageID();
    } catch (JMSException unreadable) {
      return null;
    }
  }

  static long sentAt(Message message) {
    try {
      return message.getJMSTimestamp();
    } catch (JMSException unreadable) {
      return 0;
    }
  }
}
