// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.genai;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The calls of tools that a model's answer asks for, where a framework does not tell a tool which
 * one it is: they go along in the context of whoever runs the tools. Thread-safe.
 */
public final class AskedTools {
  private static final ContextKey<AskedTools> KEY = ContextKey.named("asked-tools");
  private static final AskedTools NONE = new AskedTools(List.of());

  /**
   * A call that an answer asks for.
   *
   * @param arguments null or blank where there are none; a framework may put something else in
   *     their place before they get to the tool
   */
  public record Call(@Nullable String id, String name, @Nullable String arguments) {}

  private final List<Call> calls;

  private AskedTools(List<Call> calls) {
    this.calls = calls;
  }

  /** A context in which tools are run for an answer. */
  public static Context in(Context context, List<Call> calls) {
    return context.with(KEY, calls.isEmpty() ? NONE : new AskedTools(new ArrayList<>(calls)));
  }

  /** A context of a tool's own work: what it calls itself, no answer has asked for. */
  public static Context none(Context context) {
    return context.get(KEY) == null ? context : context.with(KEY, NONE);
  }

  /**
   * The id of a call that is made now, by the current context; each is given once.
   *
   * @return null for one that no answer has asked for
   */
  public static @Nullable String take(String name, @Nullable String arguments) {
    AskedTools asked = Context.current().get(KEY);
    return asked == null ? null : asked.id(name, arguments);
  }

  private synchronized @Nullable String id(String name, @Nullable String arguments) {
    for (Iterator<Call> rest = calls.iterator(); rest.hasNext(); ) {
      Call call = rest.next();
      if (name.equals(call.name) && isOf(call.arguments, arguments)) {
        rest.remove();
        return call.id;
      }
    }
    return null;
  }

  private static boolean isOf(@Nullable String asked, @Nullable String given) {
    return asked == null || asked.isBlank() || asked.equals(given);
  }
}
