// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

/** Label values of HTTP: a closed set, whatever a client sends. */
final class HttpWords {
  static final String OTHER_METHOD = "_OTHER";

  /** Route of requests that no framework has routed. */
  static final String UNKNOWN_ROUTE = "unknown";

  /** Status of calls that no response came to. */
  static final String NO_RESPONSE = "error";

  private static final int FIRST_STATUS = 100;
  private static final String[] STATUS = new String[500];

  static {
    for (int i = 0; i < STATUS.length; i++) {
      STATUS[i] = Integer.toString(FIRST_STATUS + i);
    }
  }

  private HttpWords() {}

  static String method(String method) {
    return switch (method) {
      case "GET" -> "GET";
      case "POST" -> "POST";
      case "PUT" -> "PUT";
      case "DELETE" -> "DELETE";
      case "PATCH" -> "PATCH";
      case "HEAD" -> "HEAD";
      case "OPTIONS" -> "OPTIONS";
      case "TRACE" -> "TRACE";
      case "CONNECT" -> "CONNECT";
      case "QUERY" -> "QUERY";
      default -> OTHER_METHOD;
    };
  }

  static boolean isStatus(int code) {
    return code >= FIRST_STATUS && code < FIRST_STATUS + STATUS.length;
  }

  static String status(int code) {
    return isStatus(code) ? STATUS[code - FIRST_STATUS] : NO_RESPONSE;
  }
}
