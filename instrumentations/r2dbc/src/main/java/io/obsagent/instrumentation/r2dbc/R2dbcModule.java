// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.r2dbc;

import static io.obsagent.spi.MethodMatch.constructor;
import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.MethodMatch;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;

/** R2DBC at the driver: what stands above it hands out the driver's own statements. */
public final class R2dbcModule extends InstrumentationModule {
  private static final String SPI = "io.r2dbc.spi.";
  private static final String[] WRAPPERS = {
    "io.r2dbc.pool.", "io.r2dbc.proxy.", "jdk.proxy", "com.sun.proxy.", "org.springframework."
  };
  private static final String[] PUBLISHERS = {
    "reactor.core.publisher.Flux", "reactor.core.publisher.Mono", "org.reactivestreams.Publisher"
  };

  public R2dbcModule() {
    super("r2dbc", "R2DBC 0.9–1.0, r2dbc-pool 0.9–1.0");
  }

  @Override
  public String description() {
    return "Spans and durations of R2DBC's statements and batches with sanitised text; gauges of"
        + " connections in use, idle, at most and waited for, of each pool.";
  }

  @Override
  public List<String> backgroundTasks() {
    return List.of("io.r2dbc.pool.", "reactor.pool.", "org.h2.engine.", "org.h2.mvstore.");
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(
        new ProviderInstrumentation(),
        new FactoryInstrumentation(),
        new ConnectionInstrumentation(),
        new StatementInstrumentation(),
        new BatchInstrumentation(),
        new ResultInstrumentation(),
        new PoolInstrumentation());
  }

  /** What is returned takes the place of what the library has declared. */
  private static void onPublishers(Advices advices, MethodMatch match, Class<?> advice) {
    for (String type : PUBLISHERS) {
      advices.on(match.returns(type), advice.getName());
    }
  }

  private static final class ProviderInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.subtypesOf(SPI + "ConnectionFactoryProvider").except(WRAPPERS);
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("create").takes(SPI + "ConnectionFactoryOptions"),
          ConnectionAdvices.Configure.class.getName());
    }
  }

  private static final class FactoryInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.subtypesOf(SPI + "ConnectionFactory").except(WRAPPERS);
    }

    @Override
    public void advise(Advices advices) {
      onPublishers(advices, named("create").takes(), ConnectionAdvices.Connect.class);
    }
  }

  private static final class ConnectionInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.subtypesOf(SPI + "Connection").except(WRAPPERS);
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("createStatement").takes("java.lang.String"),
          ConnectionAdvices.Prepare.class.getName());
      advices.on(named("createBatch").takes(), ConnectionAdvices.Gather.class.getName());
      advices.holdState();
    }
  }

  private static final class StatementInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.subtypesOf(SPI + "Statement").except(WRAPPERS);
    }

    @Override
    public void advise(Advices advices) {
      advices.on(named("add").takes(), StatementAdvices.AddBinding.class.getName());
      advices.holdState();
      onPublishers(advices, named("execute").takes(), StatementAdvices.Execute.class);
    }
  }

  private static final class BatchInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.subtypesOf(SPI + "Batch").except(WRAPPERS);
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          named("add").takes("java.lang.String"), StatementAdvices.AddStatement.class.getName());
      advices.holdState();
      onPublishers(advices, named("execute").takes(), StatementAdvices.Execute.class);
    }
  }

  private static final class ResultInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.subtypesOf(SPI + "Result").except(WRAPPERS);
    }

    @Override
    public void advise(Advices advices) {
      onPublishers(advices, named("getRowsUpdated").takes(), ResultAdvices.Count.class);
      onPublishers(advices, named("map", "flatMap").takes(1), ResultAdvices.Read.class);
      advices.on(
          named("filter").takes("java.util.function.Predicate"),
          ResultAdvices.Filter.class.getName());
      advices.holdState();
    }
  }

  private static final class PoolInstrumentation implements TypeInstrumentation {
    @Override
    public TypeMatch type() {
      return TypeMatch.named("io.r2dbc.pool.ConnectionPool");
    }

    @Override
    public void advise(Advices advices) {
      advices.on(
          constructor().takes("io.r2dbc.pool.ConnectionPoolConfiguration"),
          PoolAdvices.Create.class.getName());
      advices.on(
          named("create").takes().returns("reactor.core.publisher.Mono"),
          PoolAdvices.Ask.class.getName());
    }
  }
}
