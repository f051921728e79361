// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.cassandra4;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.CqlIdentifier;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.DriverTimeoutException;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchableStatement;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.ExecutionInfo;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.cql.Statement;
import com.datastax.oss.driver.api.core.metadata.Node;
import com.datastax.oss.driver.api.core.servererrors.ReadTimeoutException;
import com.datastax.oss.driver.api.core.servererrors.WriteTimeoutException;
import com.datastax.oss.driver.internal.core.metadata.DefaultEndPoint;
import com.datastax.oss.driver.internal.core.session.DefaultSession;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.DbKind;
import io.obsagent.spi.telemetry.DbOperation;
import io.obsagent.spi.telemetry.DbOperation.Failure;
import io.obsagent.spi.telemetry.DbStatement;
import io.obsagent.spi.telemetry.DbTarget;
import io.obsagent.spi.telemetry.SqlDialect;
import io.obsagent.spi.telemetry.WithoutContext;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import java.net.InetSocketAddress;
import java.util.Iterator;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A request under way, until there is its first page. */
record CqlRequest(DbOperation operation, @Nullable String keyspace)
    implements BiConsumer<@Nullable AsyncResultSet, @Nullable Throwable>, WithoutContext {
  private static final Guard GUARD = Guard.of(CqlRequest.class);
  private static final AttributeKey<String> CONSISTENCY =
      AttributeKey.stringKey("cassandra.consistency.level");
  private static final AttributeKey<String> DATACENTER =
      AttributeKey.stringKey("cassandra.coordinator.dc");
  private static final AttributeKey<Long> SPECULATIVE =
      AttributeKey.longKey("cassandra.speculative_execution.count");
  private static final DbStatement EMPTY = DbStatement.command("BATCH");

  /** Null inside another call of a database. */
  static @Nullable CqlRequest start(Statement<?> statement, DefaultSession session) {
    String keyspace = keyspace(statement, session);
    DbTarget target = target(keyspace, null, -1);
    DbOperation operation;
    if (statement instanceof BatchStatement batch) {
      Iterator<BatchableStatement<?>> all = batch.iterator();
      DbStatement first = all.hasNext() ? text(all.next()) : null;
      operation = DbOperation.startBatch(target, first == null ? EMPTY : first, batch.size());
    } else {
      DbStatement text = text(statement);
      operation = text == null ? null : DbOperation.start(target, text);
    }
    if (operation == null) {
      return null;
    }
    ConsistencyLevel level = statement.getConsistencyLevel();
    if (level != null) {
      operation.span().setAttribute(CONSISTENCY, level.name().toLowerCase(Locale.ROOT));
    }
    return new CqlRequest(operation, keyspace);
  }

  private static @Nullable DbStatement text(Statement<?> statement) {
    if (statement instanceof SimpleStatement simple) {
      return DbStatement.ofSql(simple.getQuery(), false, SqlDialect.ANY);
    }
    if (statement instanceof BoundStatement bound) {
      return DbStatement.ofSql(bound.getPreparedStatement().getQuery(), true, SqlDialect.ANY);
    }
    return null;
  }

  private static @Nullable String keyspace(Statement<?> statement, DefaultSession session) {
    CqlIdentifier own = statement.getKeyspace();
    CqlIdentifier keyspace = own == null ? session.getKeyspace().orElse(null) : own;
    return keyspace == null ? null : keyspace.asInternal();
  }

  private static DbTarget target(@Nullable String keyspace, @Nullable String host, int port) {
    return new DbTarget(DbKind.WIDE_COLUMN, "cassandra", keyspace, host, port);
  }

  @Override
  public void accept(@Nullable AsyncResultSet result, @Nullable Throwable error) {
    try {
      Throwable cause =
          error instanceof CompletionException && error.getCause() != null
              ? error.getCause()
              : error;
      if (result != null) {
        answered(result.getExecutionInfo());
      } else if (cause instanceof DriverException failure) {
        failed(failure);
      }
      operation.end(cause);
    } catch (Throwable e) {
      GUARD.caught(e);
    }
  }

  private void failed(DriverException failure) {
    ExecutionInfo info = failure.getExecutionInfo();
    if (info != null) {
      answered(info);
    }
    if (failure instanceof DriverTimeoutException
        || failure instanceof ReadTimeoutException
        || failure instanceof WriteTimeoutException) {
      operation.failure(Failure.CANCELLED);
    }
  }

  private void answered(ExecutionInfo info) {
    Span span = operation.span();
    int speculative = info.getSpeculativeExecutionCount();
    if (speculative > 0) {
      span.setAttribute(SPECULATIVE, (long) speculative);
    }
    Node node = info.getCoordinator();
    if (node == null) {
      return;
    }
    if (node.getDatacenter() != null) {
      span.setAttribute(DATACENTER, node.getDatacenter());
    }
    // What another kind of end point resolves to it may ask a name server for.
    if (node.getEndPoint() instanceof DefaultEndPoint point) {
      InetSocketAddress address = point.resolve();
      operation.target(target(keyspace, address.getHostString(), address.getPort()));
    }
  }
}
