// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.agroal;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.obsagent.testing.PoolKit;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

class AgroalTest extends PoolKit {
  AgroalTest() {
    super("shop");
  }

  @Override
  protected DataSource open(int max, long waitMillis) throws SQLException {
    return AgroalDataSource.from(
        new AgroalDataSourceConfigurationSupplier()
            .connectionPoolConfiguration(
                pool ->
                    pool.maxSize(max)
                        .acquisitionTimeout(Duration.ofMillis(waitMillis))
                        .connectionFactoryConfiguration(factory -> factory.jdbcUrl(URL))));
  }
}
