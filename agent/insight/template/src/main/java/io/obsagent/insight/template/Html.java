// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.template;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Escaping of values in HTML output. */
final class Html {
  private Html() {}

  static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&#34;");
        case '\'' -> escaped.append("&#39;");
        case '\0' -> escaped.append('\ufffd');
        default -> escaped.append(c);
      }
    }
    return escaped.toString();
  }

  /**
   * A value as it may stand after what has been written so far: escaped and, where it begins a
   * link, only if it leads to http, https or mail.
   */
  static String inContext(CharSequence written, @Nullable Object value) {
    if (value instanceof SafeHtml) {
      return value.toString();
    }
    String text = value == null ? "" : Values.text(value);
    return beginsLink(written) && !harmless(text) ? "#blocked" : escape(text);
  }

  private static boolean beginsLink(CharSequence written) {
    int end = written.length();
    String tail = written.subSequence(Math.max(0, end - 16), end).toString();
    String bare = tail.toLowerCase(Locale.ROOT).stripTrailing();
    if (bare.endsWith("\"") || bare.endsWith("'")) {
      bare = bare.substring(0, bare.length() - 1).stripTrailing();
    }
    if (!bare.endsWith("=")) {
      return false;
    }
    bare = bare.substring(0, bare.length() - 1).stripTrailing();
    return bare.endsWith("href") || bare.endsWith("src") || bare.endsWith("action");
  }

  private static boolean harmless(String url) {
    int colon = url.indexOf(':');
    if (colon < 0 || url.substring(0, colon).indexOf('/') >= 0) {
      return true;
    }
    String scheme = url.substring(0, colon).toLowerCase(Locale.ROOT);
    return scheme.equals("http") || scheme.equals("https") || scheme.equals("mailto");
  }
}
