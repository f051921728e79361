// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.mutiny;

import io.obsagent.testing.ModuleKit;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.operators.AbstractUni;
import io.smallrye.mutiny.subscription.UniSubscriber;
import java.time.Duration;
import java.util.List;

class MutinyModuleTest extends ModuleKit {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  MutinyModuleTest() {
    super(new MutinyModule());
  }

  @Override
  protected List<Class<?>> examples() {
    return List.of(Own.class);
  }

  @Override
  protected String use() {
    Uni<String> uni =
        Uni.createFrom().emitter(emitter -> new Thread(() -> emitter.complete("uni")).start());
    Multi<String> multi =
        Multi.createFrom()
            .emitter(
                emitter -> {
                  emitter.emit("multi");
                  emitter.complete();
                });
    return uni.await().atMost(PATIENCE)
        + multi.collect().asList().await().atMost(PATIENCE)
        + new Own().await().atMost(PATIENCE);
  }

  private static final class Own extends AbstractUni<String> {
    @Override
    public void subscribe(UniSubscriber<? super String> subscriber) {
      AbstractUni.subscribe(Uni.createFrom().item("own"), subscriber);
    }
  }
}
