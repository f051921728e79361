// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.valkeyglide;

import glide.api.models.exceptions.RequestException;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.telemetry.DbOperation;
import io.obsagent.spi.telemetry.RedisCommands;
import io.obsagent.spi.telemetry.WithoutContext;
import java.util.Arrays;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What was handed over, until its reply is there, on a thread of the client's. */
final class Call implements BiConsumer<Object, @Nullable Throwable>, WithoutContext {
  private static final Guard GUARD = Guard.of(Call.class);

  private final DbOperation operation;

  Call(DbOperation operation) {
    this.operation = operation;
  }

  @Override
  public void accept(@Nullable Object reply, @Nullable Throwable thrown) {
    try {
      end(reply, thrown);
    } catch (Throwable e) {
      GUARD.caught(e);
    }
  }

  void end(@Nullable Object reply, @Nullable Throwable thrown) {
    Throwable error =
        thrown instanceof CompletionException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    if (error == null) {
      error = refusalWithin(reply);
    }
    if (error instanceof RequestException) {
      RedisCommands.endRefused(operation, errorReply(error.getMessage()));
    } else {
      if (error == null) {
        operation.answered(reply instanceof Object[] values ? Arrays.asList(values) : reply);
      }
      operation.end(error);
    }
  }

  /** Of a batch that is to raise no error, each reply may be one. */
  private static @Nullable Throwable refusalWithin(@Nullable Object reply) {
    if (reply instanceof Object[] values) {
      for (Object each : values) {
        if (each instanceof RequestException refusal) {
          return refusal;
        }
      }
    }
    return null;
  }

  /** As the server has sent it, but for a colon behind the first word. */
  private static @Nullable String errorReply(@Nullable String message) {
    int colon = message == null ? -1 : message.indexOf(':');
    return colon < 0 ? message : message.substring(0, colon);
  }
}
