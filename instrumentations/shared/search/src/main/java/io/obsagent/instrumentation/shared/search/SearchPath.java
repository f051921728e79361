// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.search;

import io.obsagent.spi.telemetry.DbStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a path says: {@code /orders/_search} searches in {@code orders}. Names are those of the <a
 * href="https://github.com/elastic/elasticsearch/tree/main/rest-api-spec">API's specification</a>
 * where the path tells them; ids of documents are not read.
 */
final class SearchPath {
  private static final int MAX_PARTS = 5;
  private static final String OTHER = "other";

  /** Of these what comes after is a part of the name; of others it may be an id. */
  private static final Set<String> GROUPS =
      Set.of(
          "cat",
          "ccr",
          "cluster",
          "enrich",
          "ilm",
          "ingest",
          "ml",
          "plugins",
          "search",
          "security",
          "slm",
          "transform");

  private SearchPath() {}

  static DbStatement statement(String method, String path) {
    List<String> parts = parts(path);
    int verb = 0;
    while (verb < parts.size() && parts.get(verb).charAt(0) != '_') {
      verb++;
    }
    String index = verb == 0 ? null : one(parts.get(0));
    String operation =
        verb == parts.size() ? withoutVerb(method, parts) : withVerb(method, parts, verb);
    return DbStatement.of(operation, index);
  }

  /** As many as may matter. */
  private static List<String> parts(String path) {
    int end = path.indexOf('?');
    end = end < 0 ? path.length() : end;
    List<String> parts = new ArrayList<>(MAX_PARTS);
    int start = 0;
    while (start < end && parts.size() < MAX_PARTS) {
      int slash = path.indexOf('/', start);
      slash = slash < 0 || slash > end ? end : slash;
      if (slash > start) {
        parts.add(path.substring(start, slash));
      }
      start = slash + 1;
    }
    return parts;
  }

  /** Several, patterns and what is encoded are none. */
  private static @Nullable String one(String index) {
    for (int i = 0; i < index.length(); i++) {
      char c = index.charAt(i);
      if (c == ',' || c == '*' || c == '%' || c == '<') {
        return null;
      }
    }
    return index;
  }

  private static String withoutVerb(String method, List<String> parts) {
    if (parts.isEmpty()) {
      return method.equals("HEAD") ? "ping" : "info";
    }
    return parts.size() == 1 ? "indices." + action(method, "create") : action(method, "index");
  }

  private static String withVerb(String method, List<String> parts, int at) {
    String verb = parts.get(at).substring(1);
    return switch (verb) {
      case "doc" -> action(method, "index");
      case "source" -> action(method, "put") + "_source";
      default -> {
        String next = at + 1 < parts.size() ? parts.get(at + 1) : "";
        yield GROUPS.contains(verb) && isWord(next) ? verb + '.' + next : verb;
      }
    };
  }

  private static String action(String method, String write) {
    return switch (method.toUpperCase(Locale.ROOT)) {
      case "GET" -> "get";
      case "HEAD" -> "exists";
      case "DELETE" -> "delete";
      case "PUT", "POST" -> write;
      default -> OTHER;
    };
  }

  private static boolean isWord(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < 'a' || c > 'z') && c != '_') {
        return false;
      }
    }
    return !text.isEmpty();
  }
}
