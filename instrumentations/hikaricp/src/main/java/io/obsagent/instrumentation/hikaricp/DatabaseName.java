// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.hikaricp;

import com.zaxxer.hikari.HikariConfig;

/** The name of the database that a pool leads to; of its URL, never more than the last word. */
final class DatabaseName {
  private static final String PROPERTY = "databaseName";
  private static final String NONE = "none";
  private static final int MAX_LENGTH = 128;

  private DatabaseName() {}

  static String of(HikariConfig config) {
    String url = config.getJdbcUrl();
    if (url != null) {
      return ofUrl(url);
    }
    Object name = config.getDataSourceProperties().get(PROPERTY);
    return name == null ? NONE : bounded(name.toString());
  }

  static String ofUrl(String url) {
    int end = indexOf(url, 0, "?;#");
    int option = url.indexOf(';' + PROPERTY + '=');
    if (option >= 0) {
      int from = option + PROPERTY.length() + 2;
      return bounded(url.substring(from, indexOf(url, from, ";")));
    }
    int from = end;
    while (from > 0 && "/:\\@".indexOf(url.charAt(from - 1)) < 0) {
      from--;
    }
    return bounded(url.substring(from, end));
  }

  private static int indexOf(String text, int from, String ends) {
    int at = from;
    while (at < text.length() && ends.indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return at;
  }

  private static String bounded(String name) {
    if (name.isEmpty()) {
      return NONE;
    }
    return name.length() > MAX_LENGTH ? name.substring(0, MAX_LENGTH) : name;
  }
}
