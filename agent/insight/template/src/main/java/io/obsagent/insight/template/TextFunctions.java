// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.template;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Texts, links and query results, with the names of Prometheus and Alertmanager. */
final class TextFunctions {
  private static final int MAX_PATTERN = 1_000;
  private static final int MAX_TEXT = 100_000;

  private TextFunctions() {}

  static @Nullable TemplateFunction of(String name) {
    return switch (name) {
      case "title" -> args -> title(Arguments.string("title", args, 0));
      case "toUpper" -> args -> Arguments.string("toUpper", args, 0).toUpperCase(Locale.ROOT);
      case "toLower" -> args -> Arguments.string("toLower", args, 0).toLowerCase(Locale.ROOT);
      case "trimSpace" -> args -> Arguments.string("trimSpace", args, 0).strip();
      case "safeHtml" -> args -> new SafeHtml(Arguments.string("safeHtml", args, 0));
      case "safeUrl" -> args -> Arguments.string("safeUrl", args, 0);
      case "urlUnescape" ->
          args -> {
            String text = Arguments.string("urlUnescape", args, 0);
            try {
              return java.net.URLDecoder.decode(text, java.nio.charset.StandardCharsets.UTF_8);
            } catch (IllegalArgumentException e) {
              throw new TemplateException("invalid URL escape in " + Printf.quote(text));
            }
          };
      case "join" -> TextFunctions::join;
      case "stringSlice" -> TextFunctions::strings;
      case "match" -> TextFunctions::match;
      case "reReplaceAll" -> TextFunctions::replaceAll;
      case "args" -> TextFunctions::numbered;
      case "graphLink" -> args -> link(Arguments.string("graphLink", args, 0), 0);
      case "tableLink" -> args -> link(Arguments.string("tableLink", args, 0), 1);
      case "stripPort" -> args -> HostPort.stripPort(Arguments.string("stripPort", args, 0));
      case "stripDomain" -> args -> HostPort.stripDomain(Arguments.string("stripDomain", args, 0));
      case "first" -> TextFunctions::first;
      case "value" -> args -> sample("value", args, 0).value();
      case "label" -> TextFunctions::label;
      case "strvalue" -> args -> labelOf(sample("strvalue", args, 0), "__value__");
      case "sortByLabel" -> TextFunctions::sortByLabel;
      default -> null;
    };
  }

  private static String title(String text) {
    StringBuilder result = new StringBuilder(text.length());
    boolean start = true;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      result.append(start ? Character.toTitleCase(c) : c);
      boolean ascii = c < 128;
      start =
          ascii
              ? !Character.isLetterOrDigit(c) && c != '_'
              : !Character.isLetterOrDigit(c) && Character.isSpaceChar(c);
    }
    return result.toString();
  }

  private static Object join(List<@Nullable Object> args) throws TemplateException {
    Arguments.count("join", args, 2);
    String separator = Arguments.string("join", args, 0);
    StringBuilder joined = new StringBuilder();
    boolean first = true;
    for (Object element : Arguments.list("join", args, 1)) {
      joined.append(first ? "" : separator).append(Values.text(element));
      first = false;
      if (joined.length() > MAX_TEXT * 10) {
        throw new TemplateException("join: text too long");
      }
    }
    return joined.toString();
  }

  private static Object strings(List<@Nullable Object> args) throws TemplateException {
    List<String> strings = new ArrayList<>();
    for (int i = 0; i < args.size(); i++) {
      strings.add(Arguments.string("stringSlice", args, i));
    }
    return strings;
  }

  private static Pattern pattern(String regex) throws TemplateException {
    if (regex.length() > MAX_PATTERN) {
      throw new TemplateException("pattern longer than " + MAX_PATTERN + " characters");
    }
    try {
      return Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      throw new TemplateException("error parsing regexp: " + e.getMessage());
    }
  }

  private static Object match(List<@Nullable Object> args) throws TemplateException {
    Arguments.count("match", args, 2);
    return pattern(Arguments.string("match", args, 0))
        .matcher(limited(Arguments.string("match", args, 1)))
        .find();
  }

  private static String limited(String text) throws TemplateException {
    if (text.length() > MAX_TEXT) {
      throw new TemplateException("text longer than " + MAX_TEXT + " characters");
    }
    return text;
  }

  private static Object replaceAll(List<@Nullable Object> args) throws TemplateException {
    Arguments.count("reReplaceAll", args, 3);
    Pattern pattern = pattern(Arguments.string("reReplaceAll", args, 0));
    String replacement = limited(Arguments.string("reReplaceAll", args, 1));
    String text = limited(Arguments.string("reReplaceAll", args, 2));
    Matcher matcher = pattern.matcher(text);
    StringBuilder result = new StringBuilder();
    int from = 0;
    while (matcher.find()) {
      result.append(text, from, matcher.start());
      expand(replacement, matcher, result);
      from = matcher.end();
      if (result.length() > MAX_TEXT * 10) {
        throw new TemplateException("reReplaceAll: text too long");
      }
    }
    return result.append(text, from, text.length()).toString();
  }

  /** {@code $1}, {@code ${1}}, {@code ${name}} and {@code $$} as in Go's regexp.Expand. */
  private static void expand(String replacement, Matcher matcher, StringBuilder result) {
    int at = 0;
    while (at < replacement.length()) {
      char c = replacement.charAt(at++);
      if (c != '$' || at >= replacement.length()) {
        result.append(c);
        continue;
      }
      if (replacement.charAt(at) == '$') {
        result.append('$');
        at++;
        continue;
      }
      boolean braced = replacement.charAt(at) == '{';
      int start = braced ? at + 1 : at;
      int end = start;
      while (end < replacement.length()
          && (Character.isLetterOrDigit(replacement.charAt(end))
              || replacement.charAt(end) == '_')) {
        end++;
      }
      boolean closed = !braced || end < replacement.length() && replacement.charAt(end) == '}';
      if (end == start || !closed) {
        result.append(c);
        continue;
      }
      result.append(group(matcher, replacement.substring(start, end)));
      at = braced ? end + 1 : end;
    }
  }

  private static String group(Matcher matcher, String name) {
    try {
      boolean numbered = name.length() < 4 && name.chars().allMatch(c -> c >= '0' && c <= '9');
      String found = numbered ? matcher.group(Integer.parseInt(name)) : matcher.group(name);
      return found == null ? "" : found;
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      return "";
    }
  }

  private static Object numbered(List<@Nullable Object> args) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (int i = 0; i < args.size(); i++) {
      map.put("arg" + i, args.get(i));
    }
    return map;
  }

  private static String link(String expression, int tab) {
    return "/graph?g0.expr=" + Functions.queryEscape(expression) + "&g0.tab=" + tab;
  }

  private static @Nullable Object first(List<@Nullable Object> args) throws TemplateException {
    List<?> samples = Arguments.list("first", args, 0);
    if (samples.isEmpty()) {
      throw new TemplateException("first() called on vector with no elements");
    }
    return samples.get(0);
  }

  private static QuerySample sample(String function, List<@Nullable Object> args, int index)
      throws TemplateException {
    if (Arguments.any(function, args, index) instanceof QuerySample sample) {
      return sample;
    }
    throw Arguments.wrongType(function, "sample", args.get(index));
  }

  private static String labelOf(QuerySample sample, String name) {
    String value = sample.labels().get(name);
    return value == null ? "" : value;
  }

  private static Object label(List<@Nullable Object> args) throws TemplateException {
    Arguments.count("label", args, 2);
    return labelOf(sample("label", args, 1), Arguments.string("label", args, 0));
  }

  private static Object sortByLabel(List<@Nullable Object> args) throws TemplateException {
    Arguments.count("sortByLabel", args, 2);
    String name = Arguments.string("sortByLabel", args, 0);
    List<QuerySample> samples = new ArrayList<>();
    for (Object element : Arguments.list("sortByLabel", args, 1)) {
      if (!(element instanceof QuerySample sample)) {
        throw Arguments.wrongType("sortByLabel", "sample", element);
      }
      samples.add(sample);
    }
    samples.sort((a, b) -> labelOf(a, name).compareTo(labelOf(b, name)));
    return samples;
  }
}
