// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.pekkoactor;

import akka.actor.AbstractActor;
import akka.actor.ActorRef;
import akka.actor.ActorSystem;
import akka.actor.Props;
import io.obsagent.testing.ContextKit;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;

/** The same in the library that Pekko comes from. */
class AkkaActorTest extends ContextKit {
  private final ActorSystem system = ActorSystem.create();
  private final ActorRef worker = system.actorOf(Props.create(Worker.class, Worker::new));

  private static final class Worker extends AbstractActor {
    @Override
    public Receive createReceive() {
      return receiveBuilder().match(Runnable.class, Runnable::run).build();
    }
  }

  @AfterAll
  void stop() throws Exception {
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  @Override
  protected <T> Future<T> handOver(Callable<T> task) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Runnable message =
        () -> {
          try {
            if (!result.isDone()) {
              result.complete(task.call());
            }
          } catch (Throwable e) {
            result.completeExceptionally(e);
          }
        };
    worker.tell(message, ActorRef.noSender());
    return result;
  }
}
