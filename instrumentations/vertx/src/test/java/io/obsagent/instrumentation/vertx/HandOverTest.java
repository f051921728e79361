// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.vertx;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.AgentContext;
import io.obsagent.testing.AgentExtension;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What Vert.x runs later runs in the context in which it was handed over. */
@ExtendWith(AgentExtension.class)
class HandOverTest {
  private static final Vertx VERTX = Vertx.vertx();

  @AfterAll
  static void stop() {
    VERTX.close();
  }

  private static String await(CompletableFuture<String> future) throws Exception {
    return future.get(30, TimeUnit.SECONDS);
  }

  @Test
  void whatWaitsForAFutureIsNotInTheContextOfWhoCompletesIt() throws Exception {
    Context context = VERTX.getOrCreateContext();
    Promise<String> promise = Promise.promise();
    List<CompletableFuture<String>> seen = new ArrayList<>();
    for (String name : new String[] {"first", "second", "root"}) {
      CompletableFuture<String> here = new CompletableFuture<>();
      seen.add(here);
      Future<String> waiting = promise.future();
      if (name.equals("root")) {
        waiting.map(x -> AgentContext.current()).onSuccess(here::complete);
      } else {
        AgentContext.within(
            name,
            () ->
                waiting
                    .compose(x -> Future.succeededFuture(AgentContext.current()))
                    .onSuccess(here::complete));
      }
    }
    AgentContext.within(
        "completing",
        () -> {
          context.runOnContext(x -> promise.complete("done"));
          return null;
        });

    assertThat(await(seen.get(0))).isEqualTo("first");
    assertThat(await(seen.get(1))).isEqualTo("second");
    assertThat(await(seen.get(2))).isEqualTo("root");
  }

  @Test
  void timersAndContextsKeepTheContext() throws Exception {
    CompletableFuture<String> timer = new CompletableFuture<>();
    CompletableFuture<String> run = new CompletableFuture<>();
    AgentContext.within(
        "request",
        () -> {
          VERTX.setTimer(1, fired -> timer.complete(AgentContext.current()));
          VERTX.getOrCreateContext().runOnContext(x -> run.complete(AgentContext.current()));
          return null;
        });

    assertThat(await(timer)).isEqualTo("request");
    assertThat(await(run)).isEqualTo("request");
  }

  @Test
  void tasksInOneQueueOfAWorkerHaveTheirOwnContexts() throws Exception {
    CompletableFuture<String> start = new CompletableFuture<>();
    List<CompletableFuture<String>> seen = new ArrayList<>();
    Context context = VERTX.getOrCreateContext();
    for (String name : new String[] {"blocking", "first", "second"}) {
      CompletableFuture<String> here = new CompletableFuture<>();
      seen.add(here);
      AgentContext.within(
          name,
          () -> {
            Blocking.execute(
                context,
                () -> {
                  if (name.equals("blocking")) {
                    start.get(30, TimeUnit.SECONDS);
                  }
                  return here.complete(AgentContext.current());
                });
            return null;
          });
    }
    CompletableFuture<String> none = new CompletableFuture<>();
    Blocking.execute(context, () -> none.complete(AgentContext.current()));
    start.complete("go");

    assertThat(await(seen.get(0))).isEqualTo("blocking");
    assertThat(await(seen.get(1))).isEqualTo("first");
    assertThat(await(seen.get(2))).isEqualTo("second");
    assertThat(await(none)).isEqualTo("root");
  }

  @Test
  void aMessageOfTheEventBusIsReceivedInTheContextOfItsSender() throws Exception {
    VERTX.eventBus().consumer("address", message -> message.reply(AgentContext.current()));
    CompletableFuture<String> reply = new CompletableFuture<>();
    CompletableFuture<String> after = new CompletableFuture<>();
    AgentContext.within(
        "sender",
        () ->
            VERTX
                .eventBus()
                .<String>request("address", "hello")
                .onSuccess(
                    message -> {
                      reply.complete(message.body());
                      after.complete(AgentContext.current());
                    }));

    assertThat(await(reply)).isEqualTo("sender");
    assertThat(await(after)).isEqualTo("sender");
  }
}
