// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.spymemcached;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/**
 * spymemcached where an operation is queued, and its callback, which is told of any end: look-ups
 * that wait at the same time are sent as one, and only their callbacks stay apart.
 */
public final class SpymemcachedModule extends InstrumentationModule {
  private static final String CLIENT = "net.spy.memcached.";

  public SpymemcachedModule() {
    super("spymemcached", "spymemcached 2.11–2.12");
  }

  @Override
  public String description() {
    return "Spans and durations of Memcached's operations until their reply, without keys and"
        + " values.";
  }

  @Override
  public List<String> backgroundTasks() {
    return List.of("net.spy.memcached.MemcachedConnection", "net.spy.memcached.auth.");
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(new ConnectionInstrumentation(), new CallbackInstrumentation());
  }

  private static final class ConnectionInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(CLIENT + "MemcachedConnection");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("enqueueOperation").takes("java.lang.String", CLIENT + "ops.Operation"),
          QueueAdvices.Enqueue.class.getName());
      advices.on(
          named("addOperations").takes("java.util.Map"), QueueAdvices.EnqueueAll.class.getName());
    }
  }

  private static final class CallbackInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.subtypesOf(CLIENT + "ops.OperationCallback");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(named("complete").takes(), QueueAdvices.Complete.class.getName());
    }
  }
}
