// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.genai;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/**
 * Goes over JSON once and tells the values of fields whose names are known; what is below others is
 * passed over. Nothing is allocated but for texts that are asked for. What is no JSON has no
 * fields: whether it should be is the application's to judge. For one thread.
 */
public final class JsonFields {
  /** What is told of each value that is a text or a number. */
  public interface Listener {
    /**
     * @param parent name of the object that it is in; empty for the outermost
     * @param name of the field; of an array's elements it is the array's
     */
    void field(String parent, String name, JsonFields at);

    /**
     * Whether nothing is wanted from a known object on, which may be long.
     *
     * @param name of the object, or of the array that it is in
     */
    default boolean isEnough(String name) {
      return false;
    }

    /**
     * The end of an object that is known.
     *
     * @param name of the object, or of the array that it is in
     */
    default void ended(String name) {}
  }

  private static final byte[] NOTHING = {};
  private static final int MAX_DEPTH = 16;

  /** Longer numbers are none that is counted. */
  private static final int MAX_DIGITS = 18;

  private final String[] names;
  private final int mask;

  /** Names of objects that are told as they are written, and of what these then are in. */
  private final Map<String, Set<String>> whole;

  private byte[] json = NOTHING;
  private int end;
  private int position;
  private int start;
  private boolean text;

  /**
   * @param names that are known, with spaces between them
   */
  public JsonFields(String names) {
    this(Set.of(names.split(" ")), Map.of());
  }

  /**
   * @param whole those of the known that are told as they are written, where they are objects in
   *     one of the names given for each
   */
  JsonFields(Set<String> known, Map<String, Set<String>> whole) {
    this.whole = whole;
    int size = Integer.highestOneBit(known.size()) * 4;
    this.mask = size - 1;
    this.names = new String[size];
    for (String name : known) {
      int slot = name.hashCode() & mask;
      while (names[slot] != null) {
        slot = (slot + 1) & mask;
      }
      names[slot] = name;
    }
  }

  private JsonFields(JsonFields of) {
    this.whole = of.whole;
    this.names = of.names;
    this.mask = of.mask;
  }

  /** One of the same names, for another thread. */
  public JsonFields another() {
    return new JsonFields(this);
  }

  /**
   * @param most bytes that are looked at
   */
  public void read(byte[] bytes, int most, Listener listener) {
    json = bytes;
    end = Math.min(bytes.length, most);
    position = 0;
    if (next() == '{') {
      object("", listener, 0);
    }
    json = NOTHING;
  }

  /** The value as a number without a fraction, or -1. */
  public long number() {
    int digits = position - start;
    long number = 0;
    for (int i = start; i < position; i++) {
      int digit = json[i] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = 10 * number + digit;
    }
    return text || digits > MAX_DIGITS ? -1 : number;
  }

  /** The value as a number, or NaN. */
  public double fraction() {
    try {
      return text ? Double.NaN : Double.parseDouble(text());
    } catch (NumberFormatException none) {
      return Double.NaN;
    }
  }

  public boolean isText() {
    return text;
  }

  /** The value as it is written, without quotes and escapes. */
  public String text() {
    int to = text ? position - 1 : position;
    String raw = new String(json, start, to - start, StandardCharsets.UTF_8);
    return raw.indexOf('\\') < 0 ? raw : unescaped(raw);
  }

  private static String unescaped(String raw) {
    StringBuilder plain = new StringBuilder(raw.length());
    int i = 0;
    while (i < raw.length()) {
      char next = raw.charAt(i++);
      if (next == '\\' && i < raw.length()) {
        next = raw.charAt(i++);
        if (next == 'u' && i + 4 <= raw.length()) {
          plain.append(hex(raw, i));
          i += 4;
          continue;
        }
        next = next == 'n' ? '\n' : next == 't' ? '\t' : next == 'r' ? '\r' : next;
      }
      plain.append(next);
    }
    return plain.toString();
  }

  private static char hex(String raw, int from) {
    int code = 0;
    for (int i = from; i < from + 4; i++) {
      code = 16 * code + Math.max(0, Character.digit(raw.charAt(i), 16));
    }
    return (char) code;
  }

  /** The first byte that is no white space, which is passed; 0 at the end. */
  private int next() {
    while (position < end) {
      int found = json[position++];
      if (found > ' ' || found < 0) {
        return found;
      }
    }
    return 0;
  }

  private void object(String parent, Listener listener, int depth) {
    while (next() == '"') {
      String name = name();
      if (next() != ':') {
        position = end;
        return;
      }
      value(parent, name, listener, depth);
      if (next() != ',') {
        return;
      }
    }
  }

  /** A name that is known, after its first quote; empty for any other. */
  private String name() {
    int from = position;
    int hash = 0;
    while (position < end && json[position] != '"') {
      hash = 31 * hash + json[position];
      position += json[position] == '\\' ? 2 : 1;
    }
    int length = Math.min(position, end) - from;
    position++;
    for (int slot = hash & mask; names[slot] != null; slot = (slot + 1) & mask) {
      if (is(names[slot], from, length)) {
        return names[slot];
      }
    }
    return "";
  }

  private boolean is(String name, int from, int length) {
    if (name.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (name.charAt(i) != json[from + i]) {
        return false;
      }
    }
    return true;
  }

  private void value(String parent, String name, Listener listener, int depth) {
    int first = next();
    boolean known = !name.isEmpty() && depth < MAX_DEPTH;
    if (first == '{' && known && whole.getOrDefault(name, Set.of()).contains(parent)) {
      start = position - 1;
      passOver();
      text = false;
      if (position <= end) {
        listener.field(parent, name, this);
      }
    } else if (first == '{' && known && listener.isEnough(name)) {
      position = end;
    } else if (first == '{' && known) {
      object(name, listener, depth + 1);
      listener.ended(name);
    } else if (first == '[' && known) {
      array(parent, name, listener, depth + 1);
    } else if (first == '{' || first == '[') {
      passOver();
    } else {
      scalar(first);
      boolean number = first == '-' || (first >= '0' && first <= '9');
      if (known && position <= end && (text || number)) {
        listener.field(parent, name, this);
      }
    }
  }

  private void array(String parent, String name, Listener listener, int depth) {
    int before = position;
    if (next() == ']') {
      return;
    }
    position = before;
    do {
      value(parent, name, listener, depth);
    } while (next() == ',');
  }

  /** To behind a text, number, true, false or null, of which the first byte is read. */
  private void scalar(int first) {
    text = first == '"';
    if (text) {
      start = position;
      passText();
      return;
    }
    start = position - 1;
    while (position < end && ",]} \t\r\n".indexOf(json[position]) < 0) {
      position++;
    }
  }

  private void passText() {
    byte[] bytes = json;
    int to = end;
    int at = position;
    while (at < to && bytes[at] != '"') {
      at += bytes[at] == '\\' ? 2 : 1;
    }
    position = at + 1;
  }

  /** To behind an object or array whose first byte is read. */
  private void passOver() {
    int open = 1;
    while (open > 0 && position < end) {
      switch (json[position++]) {
        case '"' -> passText();
        case '{', '[' -> open++;
        case '}', ']' -> open--;
        default -> {}
      }
    }
  }
}
