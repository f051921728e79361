// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.lettuce;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.TransactionResult;
import io.lettuce.core.Value;
import io.lettuce.core.output.CommandOutput;
import io.obsagent.spi.telemetry.DbOperation;
import io.obsagent.spi.telemetry.RedisCommands;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What outputs of commands say, without their data. */
final class Replies {
  private Replies() {}

  static void end(
      DbOperation operation, @Nullable CommandOutput<?, ?, ?> output, @Nullable Throwable error) {
    if (output != null && output.hasError()) {
      RedisCommands.endRefused(operation, output.getError());
      return;
    }
    if (error == null && output != null && refusedWithin(operation, output)) {
      return;
    }
    if (error == null) {
      answered(operation, output);
    }
    operation.end(error);
  }

  static void answered(DbOperation operation, @Nullable CommandOutput<?, ?, ?> output) {
    Object reply = output == null ? null : output.get();
    if (reply instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof Value<?>) {
      int missing = 0;
      for (Object each : list) {
        missing += each instanceof Value<?> value && value.hasValue() ? 0 : 1;
      }
      operation.found(list.size() - missing, missing);
    } else {
      operation.answered(reply);
    }
  }

  /** Of a transaction, each command has a reply. */
  private static boolean refusedWithin(DbOperation operation, CommandOutput<?, ?, ?> output) {
    if (!(output.get() instanceof TransactionResult results)) {
      return false;
    }
    operation.batchSize(results.size());
    for (Object result : results) {
      if (result instanceof RedisCommandExecutionException refused) {
        RedisCommands.endRefused(operation, refused.getMessage());
        return true;
      }
    }
    return false;
  }
}
