// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.plain;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;

/** Holds a pool, and takes a connection out of it for each line of its input. */
public final class PoolApplication {
  private PoolApplication() {}

  public static void main(String[] arguments) throws Exception {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl("jdbc:h2:mem:shop");
    config.setPoolName("orders");
    config.setMaximumPoolSize(3);
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (HikariDataSource pool = new HikariDataSource(config)) {
      System.out.println("ready");
      for (String line = input.readLine(); line != null; line = input.readLine()) {
        try (Connection connection = pool.getConnection()) {
          System.out.println(line + " valid " + connection.isValid(1));
        }
      }
    }
  }
}
