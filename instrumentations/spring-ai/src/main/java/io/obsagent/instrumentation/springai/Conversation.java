// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springai;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import org.jspecify.annotations.Nullable;

/** The conversation that a chat client's call goes on with; models are not told. Thread-safe. */
final class Conversation {
  private static final ContextKey<String> KEY = ContextKey.named("spring-ai-conversation");
  private static final String NONE = "";

  private Conversation() {}

  /** Null outside of a chat client's call, and within one of no conversation. */
  static @Nullable String current() {
    return of(Context.current());
  }

  /**
   * @param id null or empty for none, whatever the context has been in
   */
  static Context with(Context context, @Nullable String id) {
    return id == null && of(context) == null ? context : context.with(KEY, id == null ? NONE : id);
  }

  private static @Nullable String of(Context context) {
    String id = context.get(KEY);
    return id == null || id.isEmpty() ? null : id;
  }
}
