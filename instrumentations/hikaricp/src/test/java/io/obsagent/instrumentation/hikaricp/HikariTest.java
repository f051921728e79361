// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.hikaricp;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.IMetricsTracker;
import io.obsagent.testing.PoolKit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HikariTest extends PoolKit {
  private final CountingTracker ofTheApplication = new CountingTracker();

  HikariTest() {
    super("orders");
  }

  @Override
  protected DataSource open(int max, long waitMillis) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(URL);
    config.setPoolName("orders");
    config.setMaximumPoolSize(max);
    config.setConnectionTimeout(waitMillis);
    config.setMetricsTrackerFactory((name, statistics) -> ofTheApplication);
    return new HikariDataSource(config);
  }

  @Test
  void theApplicationsTrackerIsToldAsBefore() throws Exception {
    try (HikariDataSource pool = (HikariDataSource) open(1, 30_000)) {
      pool.getConnection().close();
      assertThat(ofTheApplication.acquired.get()).isPositive();
      assertThat(ofTheApplication.used.get()).isEqualTo(1);
    }
    assertThat(ofTheApplication.closed.get()).isEqualTo(1);
  }

  private static final class CountingTracker implements IMetricsTracker {
    final AtomicInteger acquired = new AtomicInteger();
    final AtomicInteger used = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();

    @Override
    public void recordConnectionAcquiredNanos(long nanos) {
      acquired.incrementAndGet();
    }

    @Override
    public void recordConnectionUsageMillis(long millis) {
      used.incrementAndGet();
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
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
    assertThat(PoolAdvices.labels(config).database()).isEqualTo(database);
    HikariConfig ofSource = new HikariConfig();
    ofSource.addDataSourceProperty("url", url);
    assertThat(PoolAdvices.labels(ofSource).database()).isEqualTo(database);
  }
}
