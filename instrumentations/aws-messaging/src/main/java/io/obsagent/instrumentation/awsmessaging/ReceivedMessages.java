// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.awsmessaging;

import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.MessageTarget;
import io.obsagent.spi.telemetry.PolledMessages;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.AbstractList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/**
 * The library's messages, which cannot be changed. Iterators and {@code forEach} process them; to
 * copy or stream them tells nothing of when one is handled.
 */
final class ReceivedMessages extends AbstractList<Message> implements RandomAccess {
  private static final Guard GUARD = Guard.of(ReceivedMessages.class);
  private static final String SENT = "SentTimestamp";

  private final List<Message> messages;
  private final MessageTarget queue;

  ReceivedMessages(List<Message> messages, MessageTarget queue) {
    this.messages = messages;
    this.queue = queue;
  }

  @Override
  public Message get(int index) {
    return messages.get(index);
  }

  @Override
  public int size() {
    return messages.size();
  }

  @Override
  public Iterator<Message> iterator() {
    return new Iteration(messages.iterator(), queue);
  }

  /** Unlike a loop of the application, this shows what processing throws. */
  @Override
  public void forEach(Consumer<? super Message> action) {
    iterator().forEachRemaining(action);
  }

  @Override
  public Object[] toArray() {
    return messages.toArray();
  }

  @Override
  public <T> T[] toArray(T[] array) {
    return messages.toArray(array);
  }

  @Override
  public boolean contains(Object message) {
    return messages.contains(message);
  }

  @Override
  public boolean equals(Object other) {
    return other == this || messages.equals(other);
  }

  @Override
  public int hashCode() {
    return messages.hashCode();
  }

  @Override
  public String toString() {
    return messages.toString();
  }

  private static void settled(@Nullable Throwable error) {
    try {
      PolledMessages.settled(error == null ? null : error.getClass().getName());
    } catch (Throwable e) {
      GUARD.caught(e);
    }
  }

  private record Iteration(Iterator<Message> messages, MessageTarget queue)
      implements Iterator<Message> {
    @Override
    public boolean hasNext() {
      boolean more = messages.hasNext();
      if (!more) {
        settled(null);
      }
      return more;
    }

    @Override
    public Message next() {
      Message next = messages.next();
      try {
        PolledMessages.received(queue, Attributes.INSTANCE, next, next.messageId(), sentAt(next));
      } catch (Throwable e) {
        GUARD.caught(e);
      }
      return next;
    }

    /** Told where the application asks for it. */
    private static long sentAt(Message message) {
      String sent = message.attributesAsStrings().get(SENT);
      try {
        return sent == null ? 0 : Long.parseLong(sent);
      } catch (NumberFormatException notAsDocumented) {
        return 0;
      }
    }

    @Override
    public void remove() {
      messages.remove();
    }

    @Override
    public void forEachRemaining(Consumer<? super Message> action) {
      try {
        while (hasNext()) {
          action.accept(next());
        }
      } catch (Throwable e) {
        settled(e);
        throw e;
      }
    }
  }

  private enum Attributes implements TextMapGetter<Message> {
    INSTANCE;

    @Override
    public Iterable<String> keys(Message message) {
      return message.messageAttributes().keySet();
    }

    @Override
    public @Nullable String get(@Nullable Message message, String name) {
      if (message == null) {
        return null;
      }
      MessageAttributeValue exact = message.messageAttributes().get(name);
      if (exact != null) {
        return exact.stringValue();
      }
      for (Map.Entry<String, MessageAttributeValue> each : message.messageAttributes().entrySet()) {
        if (each.getKey().equalsIgnoreCase(name)) {
          return each.getValue().stringValue();
        }
      }
      return null;
    }
  }
}
