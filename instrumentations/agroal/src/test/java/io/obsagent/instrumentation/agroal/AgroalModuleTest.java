// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.agroal;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.obsagent.testing.ModuleKit;
import java.sql.Connection;

class AgroalModuleTest extends ModuleKit {
  AgroalModuleTest() {
    super(new AgroalModule());
  }

  @Override
  protected String use() throws Exception {
    try (AgroalDataSource pool =
            AgroalDataSource.from(
                new AgroalDataSourceConfigurationSupplier()
                    .connectionPoolConfiguration(
                        configuration ->
                            configuration
                                .maxSize(2)
                                .connectionFactoryConfiguration(
                                    factory -> factory.jdbcUrl("jdbc:h2:mem:kit"))));
        Connection connection = pool.getConnection()) {
      return String.valueOf(connection.isValid(1));
    }
  }
}
