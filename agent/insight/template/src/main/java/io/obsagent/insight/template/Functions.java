// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.template;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The functions that every template has: those of Go's text/template itself. */
final class Functions {
  /** Need the evaluator, or what only a {@link Scope} can give. */
  private static final Set<String> FROM_SCOPE =
      Set.of(
          "and", "or", "tmpl", "query", "now", "since", "externalURL", "pathPrefix", "routeLabels");

  private Functions() {}

  static boolean isKnown(String name) {
    return FROM_SCOPE.contains(name) || get(name) != null;
  }

  /** Made when a template names it: most templates name few, and many processes render none. */
  static @Nullable TemplateFunction get(String name) {
    TemplateFunction function = ofGo(name);
    if (function == null) {
      function = TextFunctions.of(name);
    }
    if (function == null) {
      function = NumberFunctions.of(name);
    }
    return function == null ? CollectionFunctions.of(name) : function;
  }

  private static @Nullable TemplateFunction ofGo(String name) {
    return switch (name) {
      case "not" -> args -> !Values.truth(Arguments.any("not", args, 0));
      case "eq" -> Functions::eq;
      case "ne" -> args -> !Values.equal(two("ne", args), args.get(1));
      case "lt" -> args -> Values.compare(two("lt", args), args.get(1)) == -1;
      case "gt" -> args -> Values.compare(two("gt", args), args.get(1)) == 1;
      case "le" -> args -> between(Values.compare(two("le", args), args.get(1)), -1, 0);
      case "ge" -> args -> between(Values.compare(two("ge", args), args.get(1)), 0, 1);
      case "len" -> Functions::len;
      case "index" -> Functions::index;
      case "slice" -> Functions::slice;
      case "print" -> args -> print(args, false);
      case "println" -> args -> print(args, true);
      case "printf" -> Printf::format;
      case "html" -> args -> Html.escape(print(args, false));
      case "js" -> args -> javaScript(print(args, false));
      case "urlquery" -> args -> queryEscape(print(args, false));
      case "urlQueryEscape" -> args -> queryEscape(Arguments.string("urlQueryEscape", args, 0));
      default -> null;
    };
  }

  private static boolean between(int value, int low, int high) {
    return value >= low && value <= high;
  }

  private static @Nullable Object two(String name, List<@Nullable Object> args)
      throws TemplateException {
    Arguments.count(name, args, 2);
    return args.get(0);
  }

  private static Object eq(List<@Nullable Object> args) throws TemplateException {
    Arguments.any("eq", args, 1);
    for (int i = 1; i < args.size(); i++) {
      if (Values.equal(args.get(0), args.get(i))) {
        return true;
      }
    }
    return false;
  }

  private static Object len(List<@Nullable Object> args) throws TemplateException {
    Arguments.count("len", args, 1);
    int size = Values.size(args.get(0));
    if (size < 0) {
      throw new TemplateException("len of type " + Values.kind(args.get(0)));
    }
    return (long) size;
  }

  private static @Nullable Object index(List<@Nullable Object> args) throws TemplateException {
    Object value = Arguments.any("index", args, 0);
    for (Object key : args.subList(1, args.size())) {
      Object elements = value instanceof TemplateObject object ? object.elements() : value;
      if (elements instanceof Map<?, ?> map && key instanceof String) {
        Object found = map.get(key);
        value = found == null ? "" : found;
      } else if (elements instanceof List<?> list && key instanceof Long number) {
        if (number < 0 || number >= list.size()) {
          throw new TemplateException("index out of range: " + number);
        }
        value = list.get(number.intValue());
      } else {
        throw new TemplateException(
            "cannot index " + Values.kind(elements) + " with " + Values.kind(key));
      }
    }
    return value;
  }

  private static Object slice(List<@Nullable Object> args) throws TemplateException {
    Object value = Arguments.any("slice", args, 0);
    int size = value instanceof String text ? text.length() : Values.size(value);
    int from = args.size() > 1 ? bound(args.get(1), 0, size) : 0;
    int to = args.size() > 2 ? bound(args.get(2), from, size) : size;
    if (value instanceof String text) {
      return text.substring(from, to);
    }
    if (value instanceof List<?> list) {
      return list.subList(from, to);
    }
    throw new TemplateException("can't slice item of type " + Values.kind(value));
  }

  private static int bound(@Nullable Object value, int low, int high) throws TemplateException {
    if (value instanceof Long number && number >= low && number <= high) {
      return number.intValue();
    }
    throw new TemplateException("index out of range: " + Values.text(value));
  }

  /** As Go's Sprint: a blank between operands where neither is a string. */
  private static String print(List<@Nullable Object> args, boolean line) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < args.size(); i++) {
      boolean strings =
          i > 0 && (args.get(i) instanceof String || args.get(i - 1) instanceof String);
      text.append(i > 0 && (line || !strings) ? " " : "").append(Values.text(args.get(i)));
    }
    return text.append(line ? "\n" : "").toString();
  }

  static String queryEscape(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("*", "%2A").replace("%7E", "~");
  }

  private static String javaScript(String text) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' || c == '\'' || c == '"') {
        escaped.append('\\').append(c);
      } else if (c < ' ' || "<>&=".indexOf(c) >= 0) {
        String digits = Integer.toHexString(c).toUpperCase(java.util.Locale.ROOT);
        escaped.append("\\u").append("0".repeat(4 - digits.length())).append(digits);
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }
}
