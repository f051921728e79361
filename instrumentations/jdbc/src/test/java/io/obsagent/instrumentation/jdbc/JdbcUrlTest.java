// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.spi.telemetry.DbTarget;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JdbcUrlTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "jdbc:h2:mem:shop;DB_CLOSE_DELAY=-1 | h2database | shop | - | -1",
        "jdbc:h2:tcp://db:9092/~/shop | h2database | shop | db | 9092",
        "jdbc:postgresql://db/shop?user=u&password=p | postgresql | shop | db | 5432",
        "jdbc:postgresql://a:1,b:2/shop | postgresql | shop | a | 1",
        "jdbc:mysql://u:p@db:3307/shop | mysql | shop | db | 3307",
        "jdbc:mariadb://[::1]:3307/shop | mariadb | shop | [::1] | 3307",
        "jdbc:oracle:thin:@//db:1522/shop | oracle.db | shop | db | 1522",
        "jdbc:oracle:thin:@db:1522:shop | oracle.db | shop | db | 1522",
        "jdbc:sqlserver://db;databaseName=shop;password=p | microsoft.sql_server | shop | db | 1433",
        "jdbc:sqlite:/data/shop.db | sqlite | shop.db | - | -1",
        "jdbc:unheard://db:1/x | other_sql | x | db | 1",
        "nonsense | other_sql | - | - | -1",
      })
  void readsSystemNamespaceAndServer(
      String url, String system, String namespace, String host, int port) {
    assertThat(JdbcUrl.parse(url)).isEqualTo(new DbTarget(system, namespace, host, port));
  }
}
