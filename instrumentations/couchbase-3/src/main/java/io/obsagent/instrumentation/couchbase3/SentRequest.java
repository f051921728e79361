// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.couchbase3;

import com.couchbase.client.core.error.TimeoutException;
import com.couchbase.client.core.io.CollectionIdentifier;
import com.couchbase.client.core.msg.Request;
import com.couchbase.client.core.msg.Response;
import com.couchbase.client.core.msg.ResponseStatus;
import com.couchbase.client.core.msg.analytics.AnalyticsRequest;
import com.couchbase.client.core.msg.kv.KeyValueRequest;
import com.couchbase.client.core.msg.query.QueryRequest;
import com.couchbase.client.core.util.HostAndPort;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.DbKind;
import io.obsagent.spi.telemetry.DbOperation;
import io.obsagent.spi.telemetry.DbOperation.Failure;
import io.obsagent.spi.telemetry.DbStatement;
import io.obsagent.spi.telemetry.DbTarget;
import io.obsagent.spi.telemetry.SqlDialect;
import io.obsagent.spi.telemetry.WithoutContext;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A request under way. */
record SentRequest(DbOperation operation, Request<?> request, @Nullable String bucket)
    implements BiConsumer<@Nullable Object, @Nullable Throwable>, WithoutContext {
  private static final Guard GUARD = Guard.of(SentRequest.class);
  private static final SqlDialect DIALECT = SqlDialect.ofSystem("couchbase");

  /** What a class of requests does: {@code get_and_lock}; empty of what the SDK asks for itself. */
  private static final ClassValue<String> OPERATIONS =
      new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> type) {
          String name = type.getSimpleName().replace("Request", "");
          return switch (name) {
            case "CarrierBucketConfig",
                "CarrierGlobalConfig",
                "GetCollectionId",
                "GetCollectionManifest",
                "KvPing",
                "Noop" ->
                "";
            default -> name.replaceAll("(.)([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
          };
        }
      };

  static void start(Request<?> request) {
    String bucket = null;
    DbStatement statement = null;
    if (request instanceof KeyValueRequest<?> ofKey) {
      CollectionIdentifier place = ofKey.collectionIdentifier();
      String name = OPERATIONS.get(request.getClass());
      if (place != null && !name.isEmpty()) {
        bucket = place.bucket();
        statement = DbStatement.of(name, place.collection().orElse(null));
      }
    } else if (request instanceof QueryRequest query) {
      statement = DbStatement.ofSql(query.statement(), false, DIALECT);
    } else if (request instanceof AnalyticsRequest query) {
      statement = DbStatement.ofSql(query.statement(), false, DIALECT);
    }
    DbOperation operation =
        statement == null ? null : DbOperation.start(target(bucket, null), statement);
    if (operation != null) {
      request.response().whenComplete(new SentRequest(operation, request, bucket));
    }
  }

  private static DbTarget target(@Nullable String bucket, @Nullable HostAndPort node) {
    return new DbTarget(
        DbKind.DOCUMENT,
        "couchbase",
        bucket,
        node == null ? null : node.hostname(),
        node == null ? -1 : node.port());
  }

  @Override
  public void accept(@Nullable Object result, @Nullable Throwable error) {
    try {
      HostAndPort node = request.context().lastDispatchedTo();
      if (node != null) {
        operation.target(target(bucket, node));
      }
      if (result instanceof Response response && !isAnswer(response.status())) {
        operation.responseStatus(response.status().name());
      }
      Throwable cause =
          error instanceof CompletionException && error.getCause() != null
              ? error.getCause()
              : error;
      if (cause instanceof TimeoutException) {
        operation.failure(Failure.CANCELLED);
      }
      operation.end(cause);
    } catch (Throwable e) {
      GUARD.caught(e);
    }
  }

  /** That a document is not there is one, too. */
  private static boolean isAnswer(@Nullable ResponseStatus status) {
    return status == null || status.success() || status == ResponseStatus.NOT_FOUND;
  }
}
