// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.hikaricp;

import com.zaxxer.hikari.HikariConfig;
import io.obsagent.spi.telemetry.DbTarget;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The name of the database that a pool leads to. */
final class DatabaseName {
  private static final String NONE = "none";
  private static final int MAX_LENGTH = 128;

  private DatabaseName() {}

  static String of(HikariConfig config) {
    String url = config.getJdbcUrl();
    Properties properties = config.getDataSourceProperties();
    if (url == null) {
      url = text(properties, "url");
      url = url == null ? text(properties, "URL") : url;
    }
    String name =
        url == null ? text(properties, "databaseName") : DbTarget.ofJdbcUrl(url).namespace();
    if (name == null || name.isEmpty()) {
      return NONE;
    }
    return name.length() > MAX_LENGTH ? name.substring(0, MAX_LENGTH) : name;
  }

  /** Only texts: what else an application puts there is its own to call. */
  private static @Nullable String text(Properties properties, String name) {
    return properties.get(name) instanceof String text ? text : null;
  }
}
