// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.events.webhook;

import io.obsagent.insight.events.store.Times;
import io.obsagent.spi.http.Request;
import io.obsagent.yaml.YamlException;
import io.obsagent.yaml.YamlValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A delivery's JSON, or a part of it, that knows its place: what is missing or no such value is
 * told with it. Immutable.
 */
final class Body {
  private final @Nullable Object value;

  /** {@code alerts[2].labels}; empty at the top. */
  private final String place;

  private Body(@Nullable Object value, String place) {
    this.value = value;
    this.place = place;
  }

  /**
   * The JSON of a request: its body, or the field {@code payload} of a form.
   *
   * @throws IllegalArgumentException if it is none
   */
  static Body of(Request request) {
    String form = request.parameter("payload");
    String text = form != null ? form : new String(request.body(), StandardCharsets.UTF_8);
    String start = text.stripLeading();
    if (!start.startsWith("{") && !start.startsWith("[")) {
      throw new IllegalArgumentException("the body must be a JSON object");
    }
    try {
      return new Body(YamlValue.parse(text), "");
    } catch (YamlException e) {
      throw new IllegalArgumentException("the body is no JSON: " + e.getMessage(), e);
    }
  }

  /** What stands below, by names with dots between; it may be absent. */
  Body at(String path) {
    Object found = value;
    for (int start = 0; start <= path.length(); ) {
      int dot = path.indexOf('.', start);
      int end = dot < 0 ? path.length() : dot;
      found = found instanceof Map<?, ?> map ? map.get(path.substring(start, end)) : null;
      start = end + 1;
    }
    return new Body(found, place.isEmpty() ? path : place + '.' + path);
  }

  boolean isPresent() {
    return value != null;
  }

  /** The single value below the path as text; empty where there is none. */
  String text(String path) {
    Object found = at(path).value;
    return found == null || found instanceof Map || found instanceof List ? "" : found.toString();
  }

  /** The value of a key that may have dots in it, as text; empty where there is none. */
  String entry(String key) {
    Object found = value instanceof Map<?, ?> map ? map.get(key) : null;
    return found == null || found instanceof Map || found instanceof List ? "" : found.toString();
  }

  /** The time under such a key. */
  long entryTime(long otherwise, String key) {
    String text = entry(key);
    return text.isEmpty() ? otherwise : parse(text, place + "['" + key + "']");
  }

  /** The keys of this object, in their order. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    if (value instanceof Map<?, ?> map) {
      map.keySet().forEach(key -> names.add(String.valueOf(key)));
    }
    return names;
  }

  /** The first of some that is there; empty if none is. */
  String firstText(String... paths) {
    for (String path : paths) {
      String text = text(path);
      if (!text.isEmpty()) {
        return text;
      }
    }
    return "";
  }

  /**
   * @throws IllegalArgumentException if there is none
   */
  String required(String path) {
    String text = text(path);
    if (text.isEmpty()) {
      throw new IllegalArgumentException(at(path).place + ": is missing, or no single value");
    }
    return text;
  }

  boolean flag(String path) {
    return text(path).equals("true");
  }

  /** The elements of a list below the path; none where there is no list. */
  List<Body> list(String path) {
    Body found = path.isEmpty() ? this : at(path);
    List<Body> items = new ArrayList<>();
    if (found.value instanceof List<?> list) {
      for (Object item : list) {
        items.add(new Body(item, found.place + '[' + items.size() + ']'));
      }
    }
    return items;
  }

  boolean isList() {
    return value instanceof List;
  }

  /** The texts of a list. */
  List<String> texts(String path) {
    List<String> texts = new ArrayList<>();
    for (Body item : list(path)) {
      if (item.value instanceof String text) {
        texts.add(text);
      }
    }
    return texts;
  }

  /**
   * The first time that is there, in epoch milliseconds.
   *
   * @throws IllegalArgumentException for one that cannot be understood
   */
  long time(long otherwise, String... paths) {
    for (String path : paths) {
      String text = text(path);
      if (!text.isEmpty() && !text.startsWith("0001-")) {
        return parse(text, at(path).place);
      }
    }
    return otherwise;
  }

  private static long parse(String text, String place) {
    try {
      return Times.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(place + ": " + e.getMessage(), e);
    }
  }

  /** What to throw of a value that will not do. */
  IllegalArgumentException wrong(String path, String what) {
    return new IllegalArgumentException(at(path).place + ": " + what);
  }

  /** All of it, the same for the same content. */
  @Override
  public String toString() {
    return String.valueOf(value);
  }
}
