// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.r2dbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.MariaDb;
import io.obsagent.testing.Recorded;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/** MySQL's driver, which has MariaDB's server to talk to. It is written for R2DBC 1.0. */
@ExtendWith(MariaDb.class)
@EnabledIfSystemProperty(named = "library.version", matches = "1\\..*")
class MySqlTest extends R2dbcKit {
  @Override
  ConnectionFactory factory() {
    return ConnectionFactories.get("r2dbc:mysql://root@127.0.0.1:" + MariaDb.port() + "/test");
  }

  @Override
  String system() {
    return "mysql";
  }

  @Override
  String namespace() {
    return "test";
  }

  @Override
  String placeholder(int number) {
    return "?";
  }

  @Override
  String duplicate() {
    return "23000";
  }

  @Test
  void theServerIsTold() {
    assertThat(ids(connection(), "SELECT id FROM orders").blockFirst(PATIENCE)).isEqualTo(1);
    assertThat(Recorded.awaitSpans(1).get(0).attributes())
        .containsEntry("server.address", "127.0.0.1")
        .containsEntry("server.port", (long) MariaDb.port());
  }
}
