// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.telemetry;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The template of a URL, such as <code>/users/{id}</code>: what a framework knows that is above the
 * client which sends the request. It goes in the context, for one request, whose URL it has to fit:
 * an interceptor may send another one before. Where no framework tells any, nothing is looked for.
 *
 * <p>Thread-safe.
 */
public final class UrlTemplate {
  private static final ContextKey<UrlTemplate> KEY = ContextKey.named("io.obsagent.url-template");
  private static final String SCHEME_END = "://";

  /** Seen by whoever sees a context that has one. */
  private static boolean used;

  private final String template;
  private final AtomicBoolean taken = new AtomicBoolean();

  private UrlTemplate(String template) {
    this.template = template;
  }

  /**
   * Makes a template current, on this thread and for the tasks that it submits, until the scope is
   * closed.
   *
   * @param template as it was written: with or without scheme and host, which are left out; an
   *     expression is in braces. Null or empty for none.
   * @return null where there is none
   */
  public static @Nullable Scope enter(@Nullable String template) {
    if (template == null || template.isEmpty()) {
      return null;
    }
    used = true;
    return Context.current().with(KEY, new UrlTemplate(template)).makeCurrent();
  }

  /**
   * The path of the template that was made current for a request, without its query; null if there
   * is none, or if it is another request's.
   */
  public static @Nullable String take(Context context, String url) {
    UrlTemplate current = used ? context.get(KEY) : null;
    if (current == null) {
      return null;
    }
    String template = current.template;
    int end = endOfPath(template);
    return fits(template, end, url) && current.taken.compareAndSet(false, true)
        ? path(template, end)
        : null;
  }

  private static String path(String template, int end) {
    int scheme = template.indexOf(SCHEME_END);
    if (scheme < 0) {
      String path = template.substring(0, end);
      return path.startsWith("/") || path.startsWith("{") ? path : "/" + path;
    }
    int from = template.indexOf('/', scheme + SCHEME_END.length());
    return from < 0 || from >= end ? "/" : template.substring(from, end);
  }

  /** Where the query begins; an expression may have a question mark. */
  private static int endOfPath(String template) {
    int depth = 0;
    for (int i = 0; i < template.length(); i++) {
      char each = template.charAt(i);
      depth += each == '{' ? 1 : each == '}' ? -1 : 0;
      if (depth == 0 && (each == '?' || each == '#')) {
        return i;
      }
    }
    return template.length();
  }

  /** Whether all that is between the expressions is in the URL, in this order. */
  private static boolean fits(String template, int end, String url) {
    int from = 0;
    int at = 0;
    while (at < end) {
      int open = template.indexOf('{', at);
      int stop = open < 0 || open > end ? end : open;
      int found = url.indexOf(template.substring(at, stop), from);
      if (found < 0) {
        return false;
      }
      from = found + stop - at;
      at = stop == end ? end : afterExpression(template, stop);
    }
    return true;
  }

  private static int afterExpression(String template, int open) {
    int depth = 0;
    for (int i = open; i < template.length(); i++) {
      char each = template.charAt(i);
      depth += each == '{' ? 1 : each == '}' ? -1 : 0;
      if (depth == 0) {
        return i + 1;
      }
    }
    return template.length();
  }
}
