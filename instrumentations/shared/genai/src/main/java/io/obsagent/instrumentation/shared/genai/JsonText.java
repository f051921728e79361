// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.genai;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Arguments of a tool as JSON, where a library has parsed them: for who opted in to seeing them.
 */
public final class JsonText {
  private static final int MAX_DEPTH = 32;

  /** Beyond what is ever kept of a call. */
  private static final int MAX_CHARS = 70_000;

  private final Getter plain;
  private final StringBuilder json = new StringBuilder();

  private JsonText(Getter plain) {
    this.plain = plain;
  }

  /** Of maps, lists, texts, numbers and truth values. */
  public static String of(@Nullable Object value) {
    return of(value, each -> each);
  }

  /**
   * The same, of values of a library's own.
   *
   * @param plain makes such a map, list, text, number or truth value of one
   */
  public static String of(@Nullable Object value, Getter plain) {
    JsonText text = new JsonText(plain);
    text.write(value, 0);
    return text.json.toString();
  }

  private void write(@Nullable Object value, int depth) {
    Object known = plain.apply(value);
    if (depth > MAX_DEPTH || json.length() > MAX_CHARS) {
      json.append("null");
    } else if (known instanceof Map<?, ?> map) {
      writeMap(map, depth);
    } else if (known instanceof Iterable<?> elements) {
      char before = '[';
      for (Object element : elements) {
        if (json.length() > MAX_CHARS) {
          break;
        }
        json.append(before);
        write(element, depth + 1);
        before = ',';
      }
      json.append(before == '[' ? "[]" : "]");
    } else if (known == null || known instanceof Number || known instanceof Boolean) {
      json.append(known);
    } else {
      quote(known.toString());
    }
  }

  private void writeMap(Map<?, ?> map, int depth) {
    char before = '{';
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (json.length() > MAX_CHARS) {
        break;
      }
      json.append(before);
      quote(String.valueOf(entry.getKey()));
      json.append(':');
      write(entry.getValue(), depth + 1);
      before = ',';
    }
    json.append(before == '{' ? "{}" : "}");
  }

  private void quote(String text) {
    json.append('"');
    for (int i = 0; i < text.length() && json.length() <= MAX_CHARS; i++) {
      char next = text.charAt(i);
      switch (next) {
        case '"', '\\' -> json.append('\\').append(next);
        case '\n' -> json.append("\\n");
        case '\r' -> json.append("\\r");
        case '\t' -> json.append("\\t");
        default -> {
          if (next < ' ') {
            json.append("\\u00").append(next < 16 ? "0" : "").append(Integer.toHexString(next));
          } else {
            json.append(next);
          }
        }
      }
    }
    json.append('"');
  }
}
