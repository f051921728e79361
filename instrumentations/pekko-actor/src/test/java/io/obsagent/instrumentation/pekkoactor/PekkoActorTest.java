// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.pekkoactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.AgentContext;
import io.obsagent.testing.ContextKit;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.AbstractActorWithStash;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.pattern.Patterns;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Messages are tasks, which an actor works off one after another. */
class PekkoActorTest extends ContextKit {
  private static final int PATIENCE_SECONDS = 60;

  private final ActorSystem system = ActorSystem.create();
  private final ActorRef worker = system.actorOf(Props.create(Worker.class, Worker::new));

  /** A message that says what is to be done, and who waits for it. */
  private record Task<T>(Callable<T> work, CompletableFuture<T> result) {
    void run() {
      if (!result.isDone()) {
        try {
          result.complete(work.call());
        } catch (Throwable e) {
          result.completeExceptionally(e);
        }
      }
    }
  }

  private static final class Worker extends AbstractActor {
    @Override
    public Receive createReceive() {
      return receiveBuilder()
          .match(Task.class, Task::run)
          .matchEquals("ask", message -> getSender().tell(AgentContext.current(), getSelf()))
          .match(ActorRef.class, next -> next.tell("ask", getSender()))
          .build();
    }
  }

  /** Puts all messages aside until it is opened. */
  private static final class Gate extends AbstractActorWithStash {
    @Override
    public Receive createReceive() {
      return receiveBuilder()
          .matchEquals(
              "open",
              message -> {
                unstashAll();
                getContext().become(receiveBuilder().match(Task.class, Task::run).build());
              })
          .matchAny(message -> stash())
          .build();
    }
  }

  /** Sends itself the next message, again and again. */
  private static final class Endless extends AbstractActor {
    private final List<String> seen;
    private final CompletableFuture<Void> end;

    Endless(List<String> seen, CompletableFuture<Void> end) {
      this.seen = seen;
      this.end = end;
    }

    @Override
    public Receive createReceive() {
      return receiveBuilder()
          .match(
              Integer.class,
              count -> {
                seen.add(AgentContext.current());
                if (count < 100) {
                  getSelf().tell(count + 1, getSelf());
                } else {
                  end.complete(null);
                }
              })
          .build();
    }
  }

  @AfterAll
  void stop() throws Exception {
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  protected <T> Future<T> handOver(Callable<T> task) {
    CompletableFuture<T> result = new CompletableFuture<>();
    worker.tell(new Task<>(task, result), ActorRef.noSender());
    return result;
  }

  private static String get(CompletableFuture<String> result) throws Exception {
    return result.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private CompletableFuture<String> ask(Object message) {
    return Patterns.ask(worker, message, Duration.ofSeconds(PATIENCE_SECONDS))
        .thenApply(String.class::cast)
        .toCompletableFuture();
  }

  @Test
  void anAskedActorAndOneThatItForwardsToAreInTheContextOfWhoAsks() throws Exception {
    ActorRef other = system.actorOf(Props.create(Worker.class, Worker::new));

    assertThat(get(AgentContext.within("request", () -> ask("ask")))).isEqualTo("request");
    assertThat(get(AgentContext.within("request", () -> ask(other)))).isEqualTo("request");
    assertThat(get(ask("ask"))).isEqualTo("root");
  }

  @Test
  void aMessageThatIsPutAsideKeepsItsContext() throws Exception {
    ActorRef gate = system.actorOf(Props.create(Gate.class, Gate::new));
    CompletableFuture<String> result = new CompletableFuture<>();
    CompletableFuture<String> outside = new CompletableFuture<>();
    AgentContext.within(
        "request",
        () -> {
          gate.tell(new Task<>(AgentContext::current, result), ActorRef.noSender());
          return null;
        });
    gate.tell(new Task<>(AgentContext::current, outside), ActorRef.noSender());
    AgentContext.within(
        "opening",
        () -> {
          gate.tell("open", ActorRef.noSender());
          return null;
        });

    assertThat(get(result)).isEqualTo("request");
    assertThat(get(outside)).isEqualTo("root");
  }

  @Test
  void typedActorsAreInTheContextOfTheSender() throws Exception {
    org.apache.pekko.actor.typed.ActorSystem<Task<String>> typed =
        org.apache.pekko.actor.typed.ActorSystem.create(
            Behaviors.receiveMessage(
                task -> {
                  task.run();
                  return Behaviors.same();
                }),
            "typed");
    try {
      CompletableFuture<String> result = new CompletableFuture<>();
      AgentContext.within(
          "request",
          () -> {
            typed.tell(new Task<>(AgentContext::current, result));
            return null;
          });
      CompletableFuture<String> outside = new CompletableFuture<>();
      typed.tell(new Task<>(AgentContext::current, outside));

      assertThat(get(result)).isEqualTo("request");
      assertThat(get(outside)).isEqualTo("root");
    } finally {
      typed.terminate();
      typed.getWhenTerminated().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
  }

  @Test
  void anActorThatGoesOnForEverDoesNotKeepTheContextForEver() throws Exception {
    List<String> seen = new CopyOnWriteArrayList<>();
    CompletableFuture<Void> end = new CompletableFuture<>();
    ActorRef endless = system.actorOf(Props.create(Endless.class, () -> new Endless(seen, end)));
    AgentContext.within(
        "request",
        () -> {
          endless.tell(1, ActorRef.noSender());
          return null;
        });
    end.get(PATIENCE_SECONDS, TimeUnit.SECONDS);

    assertThat(seen.subList(0, 32)).containsOnly("request");
    assertThat(seen.subList(32, seen.size())).containsOnly("root");
  }
}
