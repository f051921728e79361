// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jedis3;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/**
 * Jedis 3 at its connection, which pools, shards, clusters and sentinels share. What advice uses is
 * of that version alone, and so is left out with another.
 */
public final class Jedis3Module extends InstrumentationModule {
  public Jedis3Module() {
    super("jedis-3", "Jedis 3.0–3.10");
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
      advices.on(
          named("sendCommand").takes("redis.clients.jedis.commands.ProtocolCommand", "byte[][]"),
          ConnectionAdvices.Send.class.getName());
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
          ConnectionAdvices.Reply.class.getName());
      advices.on(
          named("getRawObjectMultiBulkReply", "getUnflushedObjectMultiBulkReply").takes(),
          ConnectionAdvices.Listen.class.getName());
      advices.on(named("getMany").takes("int"), ConnectionAdvices.Sync.class.getName());
      advices.holdState();
    }
  }

  private static final class ClusterInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("redis.clients.jedis.JedisClusterCommand");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("run", "runBinary", "runWithAnyNode"), CallAdvices.RunInCluster.class.getName());
    }
  }

  private static final class TransactionInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("redis.clients.jedis.Transaction");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(named("exec").takes(), CallAdvices.Exec.class.getName());
      advices.on(named("discard").takes(), CallAdvices.Discard.class.getName());
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
          named("returnResourceObject", "returnBrokenResourceObject").takes(1),
          PoolAdvices.Returned.class.getName());
      advices.holdState();
    }
  }

  /** Connections introduce themselves; pools try them by PING, and leave them by QUIT. */
  private static final class HousekeepingInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(
          "redis.clients.jedis.BinaryClient",
          "redis.clients.jedis.JedisFactory",
          "redis.clients.jedis.ShardedJedisPool$ShardedJedisFactory");
    }

    @Override
    public void advise(Advices advices) {
      String housekeeping = CallAdvices.Housekeeping.class.getName();
      advices.on(named("connect").takes(), housekeeping);
      advices.on(
          named("validateObject", "destroyObject", "makeObject", "activateObject"), housekeeping);
    }
  }
}
