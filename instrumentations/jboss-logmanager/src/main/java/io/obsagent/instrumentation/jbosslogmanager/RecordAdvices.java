// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jbosslogmanager;

import io.obsagent.instrumentation.shared.logging.EventUnderWay;
import io.obsagent.instrumentation.shared.logging.LogIds;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.LogFields;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.LogContext;
import org.jspecify.annotations.Nullable;

/**
 * Advice for records on their way to handlers. A formatter asks for one key after the other, and is
 * answered; who takes all of the MDC, as an asynchronous handler does, gets the ids into the
 * record.
 */
final class RecordAdvices {
  private static final EventUnderWay UNDER_WAY = new EventUnderWay();

  private RecordAdvices() {}

  /** Advice for {@code publish}, of a logger's node and those above it, behind the filters. */
  static final class Publish {
    private Publish() {}

    @OnEnter
    static @Nullable Object enter(@Argument(0) @Nullable ExtLogRecord log) {
      if (log == null) {
        return null;
      }
      Object token = UNDER_WAY.begin(log);
      if (EventUnderWay.isFirst(token)) {
        EventRecord.capture(log);
      }
      return token;
    }

    @OnExit
    static void exit(@Token @Nullable Object token) {
      UNDER_WAY.end(token);
    }
  }

  /** Advice for {@code getMdc}. */
  static final class GetMdc {
    private GetMdc() {}

    @OnEnter
    static @Nullable String enter(@This ExtLogRecord log, @Argument(0) @Nullable String key) {
      return key == null ? null : UNDER_WAY.id(log, key);
    }

    @OnExit
    static @Nullable String exit(@Token @Nullable String id, @Return @Nullable String value) {
      return value == null ? id : value;
    }
  }

  /** Advice for {@code copyMdc} and {@code getMdcCopy}: whatever needs all of the MDC calls one. */
  static final class CopyMdc {
    private CopyMdc() {}

    @OnEnter
    static void enter(@This ExtLogRecord log) {
      LogFields fields = UNDER_WAY.toAdd(log);
      if (fields != null) {
        LogIds.forEach(fields, (key, id) -> putIfAbsent(log, key, id));
      }
    }

    private static void putIfAbsent(ExtLogRecord log, String key, String id) {
      if (log.getMdc(key) == null) {
        log.putMdc(key, id);
      }
    }
  }

  /** Advice for the context's constructor: its levels can be changed before anything is logged. */
  static final class NewContext {
    private NewContext() {}

    @OnExit
    static void exit(@This LogContext context) {
      EventRecord.CAPTURE.context(context, ContextControl::new);
    }
  }
}
