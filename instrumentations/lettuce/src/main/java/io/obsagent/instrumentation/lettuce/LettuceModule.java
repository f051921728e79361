// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.lettuce;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/**
 * Lettuce at the end of a connection, where every command passes on the caller's thread: sync,
 * async and reactive, of a single server or of a cluster's node. It ends when the command does.
 */
public final class LettuceModule extends InstrumentationModule {
  public LettuceModule() {
    super("lettuce", "Lettuce 5.1–7.7");
  }

  @Override
  public String description() {
    return "Spans and durations of Redis commands until their reply, pipelines and transactions, without"
        + " keys and values; of a cluster, one over all redirections; hits and misses;"
        + " gauges of pools.";
  }

  @Override
  public List<String> backgroundTasks() {
    return List.of(
        "io.lettuce.core.RedisPublisher$SubscriptionCommand",
        "io.lettuce.core.cluster.ClusterCommand",
        "io.lettuce.core.protocol.",
        "io.netty.util.HashedWheelTimer",
        "io.netty.util.ThreadDeathWatcher",
        "io.netty.util.concurrent.FastThreadLocalThread",
        "io.netty.util.concurrent.GlobalEventExecutor",
        "io.netty.util.concurrent.SingleThreadEventExecutor",
        "io.netty.util.concurrent.ThreadPerTaskExecutor",
        "org.apache.commons.pool2.impl.");
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(
        new EndpointInstrumentation(),
        new CommandInstrumentation(),
        new WrapperInstrumentation(),
        new HousekeepingInstrumentation(),
        new SubscriptionInstrumentation(),
        new PoolInstrumentation(),
        new PoolObjectInstrumentation());
  }

  private static final class EndpointInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("io.lettuce.core.protocol.DefaultEndpoint");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("write").takes("io.lettuce.core.protocol.RedisCommand"),
          CommandAdvices.Write.class.getName());
      advices.on(
          named("write").takes("java.util.Collection"), CommandAdvices.WriteAll.class.getName());
      advices.on(
          named("notifyChannelActive").takes("io.netty.channel.Channel"),
          CommandAdvices.ChannelActive.class.getName());
      advices.on(
          named("setAutoFlushCommands").takes("boolean"), CommandAdvices.HoldBack.class.getName());
      advices.on(named("flushCommands").takes(), CommandAdvices.Flush.class.getName());
      advices.on(named("<init>"), CommandAdvices.Made.class.getName());
      advices.holdState();
    }
  }

  /** Commands of which the caller has the future. What waits for the reply is with the command. */
  private static final class CommandInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("io.lettuce.core.protocol.AsyncCommand");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(named("completeResult").takes(), CommandAdvices.Answered.class.getName());
      advices.on(
          named("completeExceptionally").takes("java.lang.Throwable"),
          CommandAdvices.Failed.class.getName());
      advices.on(named("cancel").takes("boolean"), CommandAdvices.Cancelled.class.getName());
      advices.holdState();
    }
  }

  /** Commands of clusters and of subscribers, of which some are written again. */
  private static final class WrapperInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("io.lettuce.core.protocol.CommandWrapper");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(named("complete").takes(), CommandAdvices.Answered.class.getName());
      advices.on(
          named("completeExceptionally").takes("java.lang.Throwable"),
          CommandAdvices.Failed.class.getName());
      advices.on(named("cancel").takes(), CommandAdvices.Cancelled.class.getName());
      advices.holdState();
    }
  }

  private static final class SubscriptionInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("io.lettuce.core.RedisPublisher$RedisSubscription");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(named("cancel").takes(), CommandAdvices.Cancel.class.getName());
    }
  }

  private static final class PoolInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("io.lettuce.core.support.ConnectionPoolSupport");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(named("createGenericObjectPool"), PoolAdvices.Made.class.getName());
    }
  }

  /** The pool that it makes: a class of its own without a name. */
  private static final class PoolObjectInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("io.lettuce.core.support.ConnectionPoolSupport$1");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(named("borrowObject"), PoolAdvices.Asked.class.getName());
      advices.on(named("returnObject").takes(1), PoolAdvices.Returned.class.getName());
    }
  }

  /** What Lettuce does by itself, under the names that it has had in the course of time. */
  private static final class HousekeepingInstrumentation implements TypeInstrumentation {
    private static final String MASTERSLAVE = "io.lettuce.core.masterslave.";
    private static final String MASTERREPLICA = "io.lettuce.core.masterreplica.";

    @Override
    public TypeMatch type() {
      return TypeMatch.named(
          "io.lettuce.core.AbstractRedisClient",
          "io.lettuce.core.StatefulRedisConnectionImpl",
          "io.lettuce.core.cluster.StatefulRedisClusterConnectionImpl",
          "io.lettuce.core.cluster.StatefulRedisClusterPubSubConnectionImpl",
          "io.lettuce.core.protocol.DefaultEndpoint$RetryListener",
          "io.lettuce.core.protocol.ReconnectionHandler",
          "io.lettuce.core.pubsub.StatefulRedisPubSubConnectionImpl",
          MASTERREPLICA + "ReplicaTopologyProvider",
          MASTERREPLICA + "SentinelTopologyProvider",
          MASTERREPLICA + "SentinelTopologyRefresh",
          MASTERREPLICA + "StaticMasterReplicaTopologyProvider",
          MASTERSLAVE + "MasterSlaveTopologyProvider",
          MASTERSLAVE + "SentinelTopologyProvider",
          MASTERSLAVE + "SentinelTopologyRefresh",
          MASTERSLAVE + "StaticMasterSlaveTopologyProvider");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("requeueCommands", "initializeChannelAsync", "reconnect", "activated"),
          CommandAdvices.Housekeeping.class.getName());
      advices.on(
          named("getNodesAsync", "potentiallyConnectSentinels").takes(),
          CommandAdvices.Housekeeping.class.getName());
    }
  }
}
