// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.elasticsearch;

import java.util.ArrayList;
import java.util.List;

/**
 * What came of each item of a bulk request, of an answer that {@code filter_path} has reduced to
 * that: {@code {"errors":true,"items":[{"create":{"status":429,"error":{"type":"…"}}}]}}.
 */
final class BulkReply {
  /** What {@link #read} needs. */
  static final String FILTER = "filter_path=errors,items.*.status,items.*.error.type";

  /** Root, array, element, operation. */
  private static final int DEPTH_OF_STATUS = 4;

  private BulkReply() {}

  /**
   * @param status of HTTP
   * @param error its kind; empty if there was none
   */
  record Item(int status, String error) {}

  /** Whether it says that nothing failed. */
  static boolean isSuccess(String json) {
    return json.contains("\"errors\":false");
  }

  /** In the order of the request; as far as the answer goes, if it is cut or none. */
  static List<Item> read(String json) {
    List<Item> items = new ArrayList<>();
    int depth = 0;
    String name = "";
    int status = 0;
    String error = "";
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (c == '{' || c == '[') {
        depth++;
      } else if (c == '}' || c == ']') {
        if (c == '}' && depth == DEPTH_OF_STATUS && status > 0) {
          items.add(new Item(status, error));
          status = 0;
          error = "";
        }
        depth--;
      } else if (c == '"') {
        int end = endOfString(json, i + 1);
        String text = json.substring(i + 1, end);
        if (name.equals("type") && depth == DEPTH_OF_STATUS + 1 && isValue(json, i)) {
          error = text;
        }
        name = text;
        i = end;
      } else if (c >= '0' && c <= '9' && depth == DEPTH_OF_STATUS && name.equals("status")) {
        int end = i;
        while (end < json.length() && Character.isDigit(json.charAt(end)) && end - i < 4) {
          end++;
        }
        status = Integer.parseInt(json.substring(i, end));
        i = end - 1;
      }
    }
    return items;
  }

  private static boolean isValue(String json, int quote) {
    int before = quote - 1;
    while (before >= 0 && Character.isWhitespace(json.charAt(before))) {
      before--;
    }
    return before >= 0 && json.charAt(before) == ':';
  }

  private static int endOfString(String json, int from) {
    int end = from;
    while (end < json.length() && json.charAt(end) != '"') {
      end += json.charAt(end) == '\\' ? 2 : 1;
    }
    return Math.min(end, json.length());
  }
}
