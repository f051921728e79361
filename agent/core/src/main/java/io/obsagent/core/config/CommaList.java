// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.config;

import java.util.ArrayList;
import java.util.List;

/** How an option's text names several things: with commas between them, and spaces as one likes. */
public final class CommaList {
  private CommaList() {}

  /** The items without what is blank. */
  public static List<String> parse(String text) {
    List<String> items = new ArrayList<>();
    for (String item : text.split(",")) {
      if (!item.isBlank()) {
        items.add(item.trim());
      }
    }
    return List.copyOf(items);
  }
}
