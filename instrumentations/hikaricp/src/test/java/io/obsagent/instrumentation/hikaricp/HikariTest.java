// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.hikaricp;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.obsagent.testing.PoolKit;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HikariTest extends PoolKit {
  @Override
  protected DataSource open(int max) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(URL);
    config.setPoolName(NAME);
    config.setMaximumPoolSize(max);
    return new HikariDataSource(config);
  }

  @ParameterizedTest
  @CsvSource({
    "jdbc:h2:mem:shop;DB_CLOSE_DELAY=-1,shop",
    "jdbc:postgresql://app:geheim@db.example:5432/shop?ssl=true,shop",
    "jdbc:sqlserver://db.example:1433;databaseName=shop;user=sa,shop",
    "jdbc:oracle:thin:app/geheim@tns,none",
    "jdbc:db2://h:50000/SAMPLE:password=geheim;user=ada;,SAMPLE",
    "jdbc:mysql://root:ge#heim@db/shop,shop",
    "jdbc:mysql://db.example:3306/,none"
  })
  void theDatabaseIsTheNameInAUrl(String url, String database) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    assertThat(DatabaseName.of(config)).isEqualTo(database);
    HikariConfig ofSource = new HikariConfig();
    ofSource.addDataSourceProperty("url", url);
    assertThat(DatabaseName.of(ofSource)).isEqualTo(database);
  }
}
