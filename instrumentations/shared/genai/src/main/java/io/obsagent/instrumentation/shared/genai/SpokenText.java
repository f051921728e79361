// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.genai;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The text of a message, for who opted in to seeing it. SDKs nest it in unions, optionals, lists
 * and parts that share no type, but all call it by one of a few names, as JSON does; what is no
 * text, as an image, has none.
 */
public final class SpokenText {
  private static final NewerGetter TEXT =
      new NewerGetter("text", "string", "outputText", "getText", "getContent");
  private static final NewerGetter PARTS =
      new NewerGetter(
          "arrayOfContentParts",
          "blockParams",
          "contentBlockParams",
          "parts",
          "contents",
          "content");
  private static final int MAX_DEPTH = 8;

  /** Beyond what is ever kept of a call. */
  private static final int MAX_CHARS = 70_000;

  private SpokenText() {}

  /** Null where there is none. */
  public static @Nullable String of(@Nullable Object spoken) {
    if (spoken instanceof String text) {
      return text;
    }
    StringBuilder all = new StringBuilder();
    add(spoken, all, 0);
    return all.length() == 0 ? null : all.toString();
  }

  private static void add(@Nullable Object spoken, StringBuilder all, int depth) {
    if (spoken == null || depth > MAX_DEPTH || all.length() > MAX_CHARS) {
      return;
    }
    if (spoken instanceof String text) {
      all.append(text);
    } else if (spoken instanceof Optional<?> held) {
      add(held.orElse(null), all, depth + 1);
    } else if (spoken instanceof List<?> parts) {
      for (Object part : parts) {
        add(part, all, depth + 1);
      }
    } else if (spoken instanceof Map<?, ?> json) {
      add(json.get("text"), all, depth + 1);
    } else {
      int before = all.length();
      add(TEXT.of(spoken), all, depth + 1);
      if (all.length() == before) {
        add(PARTS.of(spoken), all, depth + 1);
      }
    }
  }
}
