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
  private static final String ARGUMENTS = "redis.clients.jedis.CommandArguments";
  private static final String COMMAND = "redis.clients.jedis.CommandObject";

  public JedisModule() {
    super("jedis", "Jedis 4.0–8.0");
  }

  @Override
  public String description() {
    return "Spans and durations of Redis commands, pipelines and transactions, without keys and"
        + " values; of a cluster, one over all redirections; hits and misses; gauges and waiting"
        + " times of pools.";
  }

  @Override
  public List<String> backgroundTasks() {
    return List.of("org.apache.commons.pool2.impl.");
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(
        new ConnectionInstrumentation(),
        new ClusterInstrumentation(),
        new TransactionInstrumentation(),
        new PoolInstrumentation(),
        new HousekeepingInstrumentation());
  }

  private static final class ConnectionInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("redis.clients.jedis.Connection");
    }

    @Override
    public void advise(Advices advices) {
      String execute = CommandAdvices.Execute.class.getName();
      advices.on(named("executeCommand").takes(ARGUMENTS), execute);
      advices.on(named("executeCommand").takes(COMMAND), execute);
      advices.on(named("sendCommand").takes(ARGUMENTS), SendAdvices.Send.class.getName());
      advices.on(
          named(
                  "getStatusCodeReply",
                  "getBinaryBulkReply",
                  "getIntegerReply",
                  "getBinaryMultiBulkReply",
                  "getObjectMultiBulkReply",
                  "getIntegerMultiBulkReply",
                  "getOne")
              .takes(),
          SendAdvices.Reply.class.getName());
      advices.on(
          named("getUnflushedObject", "getUnflushedObjectMultiBulkReply").takes(),
          SendAdvices.Listen.class.getName());
      advices.on(named("getMany").takes("int"), PipelineAdvices.Sync.class.getName());
      advices.holdState();
      advices.on(
          named("initializeFromClientConfig", "reAuthenticate", "ping"),
          PipelineAdvices.Housekeeping.class.getName());
    }
  }

  private static final class ClusterInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("redis.clients.jedis.executors.ClusterCommandExecutor");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("executeCommand", "executeCommandToReplica").takes(COMMAND),
          CommandAdvices.ExecuteInCluster.class.getName());
    }
  }

  /** A reliable transaction sends each command by itself: its commands are operations as others. */
  private static final class TransactionInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("redis.clients.jedis.Transaction");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(named("exec").takes(), TransactionAdvices.Exec.class.getName());
      advices.on(named("discard").takes(), TransactionAdvices.Discard.class.getName());
    }
  }

  private static final class PoolInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("redis.clients.jedis.util.Pool");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(named("getResource").takes(), PoolAdvices.Asked.class.getName());
      advices.on(
          named("returnResource", "returnBrokenResource").takes(1),
          PoolAdvices.Returned.class.getName());
      advices.holdState();
    }
  }

  /** Pools try connections by PING and leave them by QUIT, often on threads of their own. */
  private static final class HousekeepingInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(
          "redis.clients.jedis.ConnectionFactory",
          "redis.clients.jedis.JedisFactory",
          "redis.clients.jedis.mcf.PingStrategy");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("validateObject", "destroyObject", "doHealthCheck").takes(1),
          PipelineAdvices.Housekeeping.class.getName());
    }
  }
}
