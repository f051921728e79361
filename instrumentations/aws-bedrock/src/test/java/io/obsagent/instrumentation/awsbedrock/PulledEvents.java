// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.awsbedrock;

import io.obsagent.testing.GenAiCalls.Chunks;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** An application that asks for one event after the other. */
final class PulledEvents<E> implements Subscriber<E>, Chunks {
  private record Signal(Throwable failure) {}

  private static final Subscription NONE =
      new Subscription() {
        @Override
        public void request(long count) {}

        @Override
        public void cancel() {}
      };

  private final BlockingQueue<Object> arrived = new LinkedBlockingQueue<>();
  private final BlockingQueue<Subscription> subscriptions = new LinkedBlockingQueue<>();
  private Subscription subscription;

  void read(Publisher<E> events) {
    events.subscribe(this);
  }

  @Override
  public void onSubscribe(Subscription given) {
    subscriptions.add(given);
  }

  @Override
  public void onNext(E event) {
    arrived.add(event);
  }

  @Override
  public void onError(Throwable failure) {
    failed(failure);
  }

  /** The call failed, perhaps before there was a stream. */
  void failed(Throwable failure) {
    subscriptions.add(NONE);
    arrived.add(new Signal(failure));
  }

  @Override
  public void onComplete() {
    arrived.add(new Signal(null));
  }

  @Override
  public boolean next() {
    try {
      subscription().request(1);
      Object event = arrived.poll(60, TimeUnit.SECONDS);
      if (event instanceof Signal signal) {
        arrived.add(signal);
        if (signal.failure != null) {
          throw new IllegalStateException(signal.failure);
        }
        return false;
      }
      return event != null;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    try {
      subscription().cancel();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Which comes with the answer, or with the failure of the call. */
  private Subscription subscription() throws InterruptedException {
    if (subscription == null) {
      subscription = subscriptions.poll(60, TimeUnit.SECONDS);
    }
    return subscription;
  }
}
