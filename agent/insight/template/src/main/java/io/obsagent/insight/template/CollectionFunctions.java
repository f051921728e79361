// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.template;

import java.nio.charset.StandardCharsets;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lists, maps and how they are written, with the names of Alertmanager. */
final class CollectionFunctions {
  private static final int MAX_ELEMENTS = 10_000;
  private static final int MAX_NESTING = 20;
  private static final int MAX_TEXT = 1 << 20;

  private CollectionFunctions() {}

  static @Nullable TemplateFunction of(String name) {
    return switch (name) {
      case "list" -> args -> new ArrayList<>(args);
      case "append" -> CollectionFunctions::append;
      case "dict" -> CollectionFunctions::dict;
      case "toJson" ->
          args -> {
            Arguments.count("toJson", args, 1);
            StringBuilder json = new StringBuilder();
            write(args.get(0), 0, json);
            return json.toString();
          };
      case "base64encode" ->
          args ->
              Base64.getUrlEncoder()
                  .encodeToString(
                      Arguments.string("base64encode", args, 0).getBytes(StandardCharsets.UTF_8));
      case "base64decode" -> args -> decoded(Arguments.string("base64decode", args, 0));
      default -> null;
    };
  }

  private static Object append(List<@Nullable Object> args) throws TemplateException {
    List<@Nullable Object> list = new ArrayList<>(Arguments.list("append", args, 0));
    list.addAll(args.subList(1, args.size()));
    if (list.size() > MAX_ELEMENTS) {
      throw new TemplateException("append: more than " + MAX_ELEMENTS + " elements");
    }
    return list;
  }

  private static Object dict(List<@Nullable Object> args) throws TemplateException {
    if (args.size() % 2 != 0) {
      throw new TemplateException("dict requires an even number of arguments");
    }
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (int i = 0; i < args.size(); i += 2) {
      if (!(args.get(i) instanceof String key)) {
        throw new TemplateException("dict keys must be strings");
      }
      map.put(key, args.get(i + 1));
    }
    return map;
  }

  private static String decoded(String text) throws TemplateException {
    try {
      return new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new TemplateException("illegal base64 data: " + e.getMessage());
    }
  }

  /** As Go's json.Marshal: keys in order, and nothing that ends a script. */
  private static void write(@Nullable Object value, int nesting, StringBuilder json)
      throws TemplateException {
    if (nesting > MAX_NESTING || json.length() > MAX_TEXT) {
      throw new TemplateException("toJson: too deep or too long");
    }
    Object plain = value instanceof TemplateObject object ? object.json() : value;
    if (plain == null || plain instanceof Boolean || plain instanceof Long) {
      json.append(plain);
    } else if (plain instanceof Double number) {
      if (number.isNaN() || number.isInfinite()) {
        throw new TemplateException("json: unsupported value: " + Numbers.shortest(number));
      }
      json.append(Numbers.shortest(number));
    } else if (plain instanceof ZonedDateTime time) {
      quoted(time.format(DateTimeFormatter.ISO_OFFSET_DATE_TIME), json);
    } else if (plain instanceof List<?> list) {
      String separator = "[";
      for (Object element : list) {
        json.append(separator);
        write(element, nesting + 1, json);
        separator = ",";
      }
      json.append(list.isEmpty() ? "[]" : "]");
    } else if (plain instanceof Map<?, ?> map) {
      String separator = "{";
      Map<String, Object> entries =
          value instanceof TemplateObject && map instanceof LinkedHashMap<?, ?>
              ? inOrder(map)
              : Values.sorted(map);
      for (Map.Entry<String, Object> entry : entries.entrySet()) {
        json.append(separator);
        quoted(entry.getKey(), json);
        json.append(':');
        write(entry.getValue(), nesting + 1, json);
        separator = ",";
      }
      json.append(map.isEmpty() ? "{}" : "}");
    } else {
      quoted(Values.text(plain), json);
    }
  }

  /** The fields of an object keep the order that it gives them. */
  private static Map<String, Object> inOrder(Map<?, ?> map) {
    Map<String, Object> entries = new LinkedHashMap<>();
    map.forEach((key, value) -> entries.put(String.valueOf(key), value));
    return entries;
  }

  private static void quoted(String text, StringBuilder json) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> json.append('\\').append(c);
        case '\n' -> json.append("\\n");
        case '\r' -> json.append("\\r");
        case '\t' -> json.append("\\t");
        case '\b' -> json.append("\\b");
        case '\f' -> json.append("\\f");
        default -> {
          if (c < ' ' || c == '<' || c == '>' || c == '&' || c == '\u2028' || c == '\u2029') {
            String digits = Integer.toHexString(c);
            json.append("\\u").append("0".repeat(4 - digits.length())).append(digits);
          } else {
            json.append(c);
          }
        }
      }
    }
    json.append('"');
  }
}
