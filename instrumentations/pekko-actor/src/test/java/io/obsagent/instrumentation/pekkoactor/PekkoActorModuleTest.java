// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.pekkoactor;

import io.obsagent.testing.ModuleKit;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Props;
import org.apache.pekko.pattern.Patterns;

class PekkoActorModuleTest extends ModuleKit {
  PekkoActorModuleTest() {
    super(new PekkoActorModule());
  }

  private static final class Echo extends AbstractActor {
    @Override
    public Receive createReceive() {
      return receiveBuilder()
          .matchAny(message -> getSender().tell(message + "!", getSelf()))
          .build();
    }
  }

  @Override
  protected String use() throws Exception {
    ActorSystem system = ActorSystem.create();
    try {
      ActorRef echo = system.actorOf(Props.create(Echo.class, Echo::new));
      Object answer =
          Patterns.ask(echo, "hello", Duration.ofSeconds(60))
              .toCompletableFuture()
              .get(60, TimeUnit.SECONDS);
      return answer.toString();
    } finally {
      system.terminate();
      system.getWhenTerminated().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }
  }
}
