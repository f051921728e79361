// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.r2dbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.spi.telemetry.DbTarget;
import io.r2dbc.spi.ConnectionFactoryOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the URL of each driver tells, also of those that no server is there for. */
class TargetsTest {
  @ParameterizedTest
  @CsvSource({
    "r2dbc:mssql://u:geheim@db:1444/shop, microsoft.sql_server, db, 1444, shop",
    "r2dbc:sqlserver://u:geheim@db/shop, microsoft.sql_server, db, 1433, shop",
    "r2dbc:oracle://u:geheim@db:1522/shop, oracle.db, db, 1522, shop",
    "r2dbc:oracle://u:geheim@db/shop, oracle.db, db, 1521, shop",
    "r2dbcs:postgresql://u:geheim@db/shop, postgresql, db, 5432, shop",
    "r2dbc:mariadb://u:geheim@db/shop, mariadb, db, 3306, shop",
    "r2dbc:mysql://u:geheim@db/shop, mysql, db, 3306, shop",
    "'r2dbc:postgresql:failover://u:geheim@db,other:5433/shop', postgresql, , 5432, shop",
    "r2dbc:spanner://spanner.googleapis.com:443/projects/p, other_sql, spanner.googleapis.com, 443, projects/p",
  })
  void aUrlTellsSystemServerAndDatabaseAndNothingSecret(
      String url, String system, @Nullable String host, int port, String namespace) {
    DbTarget target = Targets.of(ConnectionFactoryOptions.parse(url));
    assertThat(target.system()).isEqualTo(system);
    assertThat(target.host()).isEqualTo(host);
    assertThat(target.port()).isEqualTo(port);
    assertThat(target.namespace()).isEqualTo(namespace);
    assertThat(target.toString()).doesNotContain("geheim");
  }
}
