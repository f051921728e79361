// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.tinylog;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.Token;
import org.jspecify.annotations.Nullable;
import org.tinylog.core.LogEntry;

/** Advice for the method that makes an entry. */
final class EntryAdvices {
  private EntryAdvices() {}

  /** Advice for {@code createLogEntry} since tinylog 2.3. */
  static final class Create {
    private Create() {}

    @OnEnter
    static @Nullable String enter(
        @Argument(5) @Nullable Object message, @Argument(6) Object @Nullable [] arguments) {
      boolean template = message instanceof String && arguments != null && arguments.length > 0;
      return template ? (String) message : null;
    }

    @OnExit
    static @Nullable LogEntry exit(
        @Token @Nullable String template, @Return @Nullable LogEntry entry) {
      return entry == null ? null : EntryRecord.capture(entry, template);
    }
  }

  /** Advice for {@code createLogEntry} before it. */
  static final class CreateOlder {
    private CreateOlder() {}

    @OnExit
    static @Nullable LogEntry exit(@Return @Nullable LogEntry entry) {
      return entry == null ? null : EntryRecord.capture(entry, null);
    }
  }
}
