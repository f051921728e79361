// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.pulsar;

import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.MessagingOperation;
import io.obsagent.spi.telemetry.MessagingOperation.Relation;
import io.obsagent.spi.telemetry.PolledMessages;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import org.apache.pulsar.client.api.Consumer;
import org.apache.pulsar.client.api.Message;
import org.apache.pulsar.client.api.Messages;

/**
 * The library's messages that were received at once. Who iterates over them processes them, each
 * until the next, or all of them as one operation; to stream them tells nothing of when one is
 * handled.
 */
record ReceivedBatch<T>(Messages<T> messages, Consumer<?> consumer) implements Messages<T> {
  private static final Guard GUARD = Guard.of(ReceivedBatch.class);

  @Override
  public int size() {
    return messages.size();
  }

  @Override
  public Iterator<Message<T>> iterator() {
    return new Iteration<>(messages.iterator(), consumer, beginTogether());
  }

  /** Answers whether all of them are one operation, which has begun. */
  private boolean beginTogether() {
    try {
      if (messages.size() == 0
          || MessagingOperation.relation() != Relation.BATCH
          || Span.fromContextOrNull(Context.current()) != null) {
        return false;
      }
      List<Message<?>> all = new ArrayList<>(messages.size());
      messages.forEach(all::add);
      PolledMessages.receivedTogether(
          Destinations.received(consumer, all.get(0)),
          Properties.INSTANCE,
          all,
          Message::getPublishTime);
      return true;
    } catch (Throwable e) {
      GUARD.caught(e);
      return false;
    }
  }

  /** Unlike a loop of the application, this shows what processing throws. */
  @Override
  public void forEach(java.util.function.Consumer<? super Message<T>> action) {
    iterator().forEachRemaining(action);
  }

  @Override
  public Spliterator<Message<T>> spliterator() {
    return messages.spliterator();
  }

  @Override
  public String toString() {
    return messages.toString();
  }

  private record Iteration<T>(Iterator<Message<T>> messages, Consumer<?> consumer, boolean together)
      implements Iterator<Message<T>> {
    @Override
    public boolean hasNext() {
      boolean more = messages.hasNext();
      if (!more) {
        Processing.settled(null);
      }
      return more;
    }

    @Override
    public Message<T> next() {
      Message<T> next = messages.next();
      if (!together) {
        try {
          Processing.polled(consumer, next);
        } catch (Throwable e) {
          GUARD.caught(e);
        }
      }
      return next;
    }

    @Override
    public void remove() {
      messages.remove();
    }

    @Override
    public void forEachRemaining(java.util.function.Consumer<? super Message<T>> action) {
      try {
        while (hasNext()) {
          action.accept(next());
        }
      } catch (Throwable e) {
        Processing.settled(e);
        throw e;
      }
    }
  }
}
