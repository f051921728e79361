// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jedis;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** Jedis at its connection, which pools, clusters and sentinels share. */
public final class JedisModule extends InstrumentationModule {
  public JedisModule() {
    super("jedis", "Jedis 4.0–8.0");
  }

  @Override
  public String description() {
    return "Spans and durations of Redis commands, pipelines and transactions, without keys and"
        + " values.";
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(new ConnectionInstrumentation(), new TransactionInstrumentation());
  }

  private static final class ConnectionInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("redis.clients.jedis.Connection");
    }

    @Override
    public void advise(Advices advices) {
      String execute = ExecuteAdvice.class.getName();
      advices.on(named("executeCommand").takes("redis.clients.jedis.CommandArguments"), execute);
      advices.on(named("executeCommand").takes("redis.clients.jedis.CommandObject"), execute);
      advices.on(named("getMany").takes("int"), PipelineAdvices.Sync.class.getName());
      advices.on(named("initializeFromClientConfig"), PipelineAdvices.Handshake.class.getName());
    }
  }

  private static final class TransactionInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(
          "redis.clients.jedis.Transaction", "redis.clients.jedis.ReliableTransaction");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(named("exec").takes(), TransactionAdvice.class.getName());
    }
  }
}
