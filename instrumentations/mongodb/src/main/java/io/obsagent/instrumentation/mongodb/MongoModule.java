// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.mongodb;

import static io.obsagent.spi.MethodMatch.constructor;
import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** The core that MongoDB's drivers share, where a command has its connection. */
public final class MongoModule extends InstrumentationModule {
  private static final String CONNECTION = "com.mongodb.internal.connection.";
  private static final String CALLBACK = "com.mongodb.internal.async.SingleResultCallback";
  private static final String CONTEXT = CONNECTION + "OperationContext";

  public MongoModule() {
    super("mongodb", "MongoDB drivers 4.0–5.14");
  }

  @Override
  public String description() {
    return "Spans and durations of MongoDB's commands, without values; gauges of connections in use,"
        + " idle and at most, of each pool.";
  }

  @Override
  public List<String> backgroundTasks() {
    return List.of("com.mongodb.internal.");
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(
        new ConnectionInstrumentation(), new ClusterInstrumentation(), new PoolInstrumentation());
  }

  private static final class ConnectionInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(CONNECTION + "DefaultServerConnection");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("command").takesFirst("java.lang.String", "org.bson.BsonDocument"),
          CommandAdvices.Run.class.getName());
      advices.on(
          named("commandAsync").takesFirst("java.lang.String", "org.bson.BsonDocument"),
          CommandAdvices.Begin.class.getName());
      advices.on(
          named("executeProtocolAsync").takes(null, null, CALLBACK),
          CommandAdvices.Reply.class.getName());
    }
  }

  private static final class ClusterInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(CONNECTION + "BaseCluster", CONNECTION + "LoadBalancedCluster");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("selectServerAsync").takes(null, CALLBACK), CallbackAdvices.Second.class.getName());
      advices.on(
          named("selectServerAsync").takes(null, CONTEXT, CALLBACK),
          CallbackAdvices.Third.class.getName());
    }
  }

  private static final class PoolInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named(CONNECTION + "DefaultConnectionPool");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(named("getAsync").takes(CALLBACK), CallbackAdvices.First.class.getName());
      advices.on(
          named("getAsync").takes(CONTEXT, CALLBACK), CallbackAdvices.Second.class.getName());
      advices.on(
          constructor().takesFirst("com.mongodb.connection.ServerId"),
          PoolAdvices.Create.class.getName());
      advices.on(named("close").takes(), PoolAdvices.Close.class.getName());
    }
  }
}
