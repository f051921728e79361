// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.prices;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/**
 * The names under which a model's price may stand. Only what tells a version, a place or an owner
 * is taken off: {@code gpt-5-mini} is not priced as {@code gpt-5}.
 */
final class ModelNames {
  private static final int MAX_NAME = 256;

  private ModelNames() {}

  /** As names are compared. */
  static String key(String model) {
    return model.trim().toLowerCase(Locale.ROOT);
  }

  /**
   * The name as it is, then with less around it, the likeliest first. Of Google's {@code
   * publishers/google/models/gemini-…} and of Amazon's ARNs it is the last part, of a fine-tuned
   * {@code ft:gpt-4o-2024-08-06:owner::id} what was tuned.
   */
  static Set<String> candidates(String model) {
    Set<String> names = new LinkedHashSet<>();
    if (model.length() > MAX_NAME) {
      return names;
    }
    String name = key(model);
    add(name, names);
    int slash = name.lastIndexOf('/');
    boolean path =
        name.startsWith("models/")
            || name.contains("/models/")
            || name.startsWith("arn:")
            || name.startsWith("publishers/");
    if (path && slash > 0) {
      name = name.substring(slash + 1);
      add(name, names);
    }
    if (name.startsWith("ft:")) {
      int owner = name.indexOf(':', "ft:".length());
      add(owner < 0 ? name : name.substring(0, owner), names);
    }
    return names;
  }

  private static void add(String name, Set<String> names) {
    if (name.isEmpty()) {
      return;
    }
    names.add(name);
    for (int end = withoutVersion(name, name.length()); end > 0; end = withoutVersion(name, end)) {
      names.add(name.substring(0, end));
    }
  }

  /**
   * Amazon's names may begin with the places that serve the model: {@code eu.anthropic.claude-…}.
   * There, and without any, the rates are those of a region; {@code global.} has its own.
   */
  static Set<String> ofBedrock(Set<String> names) {
    Set<String> more = new LinkedHashSet<>(names);
    for (String name : names) {
      int dot = name.indexOf('.');
      if (dot > 0 && isPlace(name.substring(0, dot))) {
        String bare = name.substring(dot + 1);
        if (!name.startsWith("global.")) {
          more.add("regional." + bare);
        }
        more.add(bare);
      } else {
        more.add("regional." + name);
      }
    }
    return more;
  }

  private static boolean isPlace(String prefix) {
    return switch (prefix) {
      case "us", "eu", "au", "apac", "jp", "ca", "sa", "in", "me", "us-gov", "global" -> true;
      default -> false;
    };
  }

  /**
   * Where the last part begins if it only tells a version or a part of a date; else -1. One or two
   * digits do so within a date only: {@code claude-opus-4-5} is another model than {@code -4}.
   */
  private static int withoutVersion(String name, int end) {
    int start = end;
    int digits = 0;
    while (start > 0 && "-@:".indexOf(name.charAt(start - 1)) < 0) {
      start--;
      digits += Character.isDigit(name.charAt(start)) ? 1 : 0;
    }
    int length = end - start;
    if (start < 2 || length == 0) {
      return -1;
    }
    boolean afterColon = name.charAt(start - 1) == ':';
    boolean number = digits == length && (digits > 2 || afterColon);
    boolean version = name.charAt(start) == 'v' && digits == length - 1 && digits > 0;
    if (number || version || name.startsWith("latest", start) && length == "latest".length()) {
      return start - 1;
    }
    return digits == 2 && length == 2 ? beforeDate(name, end) : -1;
  }

  /** Where {@code -2024-07-18} begins, if it ends there; else -1. */
  private static int beforeDate(String name, int end) {
    int start = end - "-2024-07-18".length();
    if (start <= 0) {
      return -1;
    }
    for (int i = start; i < end; i++) {
      boolean dash = i == start || i == start + 5 || i == start + 8;
      if (dash ? name.charAt(i) != '-' : !Character.isDigit(name.charAt(i))) {
        return -1;
      }
    }
    return start;
  }
}
