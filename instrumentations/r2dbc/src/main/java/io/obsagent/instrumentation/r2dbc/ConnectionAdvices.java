// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.r2dbc;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.DbTarget;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryOptions;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/** Advice for connections: how they are made, and what statements they make. */
final class ConnectionAdvices {
  private static final Guard GUARD = Guard.of(ConnectionAdvices.class);

  private ConnectionAdvices() {}

  /** A factory is configured. */
  static final class Configure {
    private Configure() {}

    @OnEnter
    static DbTarget enter(@Argument(0) ConnectionFactoryOptions options) {
      return Targets.of(options);
    }

    @OnExit
    static void exit(
        @Token @Nullable DbTarget target, @Return @Nullable ConnectionFactory factory) {
      if (target != null && factory != null) {
        Targets.OF_FACTORIES.put(factory, target);
      }
    }
  }

  /** A factory is asked for a connection. */
  static final class Connect {
    private Connect() {}

    @OnEnter
    static @Nullable DbTarget enter(@This ConnectionFactory factory) {
      return Targets.OF_FACTORIES.get(factory);
    }

    @OnExit
    static @Nullable Publisher<?> exit(
        @Token @Nullable DbTarget target, @Return @Nullable Publisher<?> connections) {
      return target != null && connections instanceof Mono<?> mono
          ? mono.doOnNext(connection -> connected(connection, target))
          : connections;
    }
  }

  private static void connected(Object made, DbTarget target) {
    try {
      if (made instanceof Connection connection) {
        Targets.OF_CONNECTIONS.put(connection, target);
      }
    } catch (Throwable e) {
      GUARD.caught(e);
    }
  }

  /** A connection makes a statement. */
  static final class Prepare {
    private Prepare() {}

    @OnEnter
    static Prepared enter(@This Connection connection, @Argument(0) @Nullable String sql) {
      Prepared prepared = new Prepared(Targets.of(connection));
      prepared.add(sql);
      return prepared;
    }

    @OnExit
    static void exit(@Token @Nullable Prepared prepared, @Return @Nullable Object statement) {
      if (prepared != null && statement != null) {
        Prepared.STATEMENTS.putIfAbsent(statement, prepared);
      }
    }
  }

  /** A connection makes a batch. */
  static final class Gather {
    private Gather() {}

    @OnEnter
    static Prepared enter(@This Connection connection) {
      return new Prepared(Targets.of(connection));
    }

    @OnExit
    static void exit(@Token @Nullable Prepared prepared, @Return @Nullable Object batch) {
      if (prepared != null && batch != null) {
        Prepared.STATEMENTS.putIfAbsent(batch, prepared);
      }
    }
  }
}
