// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.redisson;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** Redisson at its connection, where all its objects send their commands. */
public final class RedissonModule extends InstrumentationModule {
  public RedissonModule() {
    super("redisson", "Redisson 3.10–4.7");
  }

  @Override
  public String description() {
    return "Spans and durations of Redis commands and batches, of maps, locks and all other objects,"
        + " without keys and values; hits and misses.";
  }

  @Override
  public List<String> backgroundTasks() {
    return List.of(
        "io.netty.util.HashedWheelTimer",
        "io.netty.util.concurrent.FastThreadLocalThread",
        "io.netty.util.concurrent.GlobalEventExecutor",
        "io.netty.util.concurrent.SingleThreadEventExecutor",
        "io.netty.util.concurrent.ThreadPerTaskExecutor",
        "org.redisson.connection.",
        "org.redisson.eviction.");
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(new ConnectionInstrumentation(), new HolderInstrumentation());
  }

  private static final class ConnectionInstrumentation implements TypeInstrumentation {
    private static final String PACKAGE = "org.redisson.client.protocol.";

    @Override
    public TypeMatch type() {
      return TypeMatch.named("org.redisson.client.RedisConnection");
    }

    @Override
    public void advise(Advices advices) {
      for (String type : List.of("CommandData", "CommandsData")) {
        advices.on(named("send").takes(PACKAGE + type), ConnectionAdvices.Send.class.getName());
      }
      advices.on(named("async", "sync"), ConnectionAdvices.Housekeeping.class.getName());
    }
  }

  /** Of which something is known at each command. */
  private static final class HolderInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(
          "org.redisson.client.RedisClient", "org.redisson.client.protocol.RedisCommand");
    }

    @Override
    public void advise(Advices advices) {
      advices.holdState();
    }
  }
}
