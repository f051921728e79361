// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.spi.telemetry.DbOperation.Failure;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailuresTest {
  /** What vendors' manuals say; PostgreSQL and MariaDB are asked themselves in other tests. */
  @ParameterizedTest
  @CsvSource({
    "PostgreSQL, 40P01, 0, DEADLOCK",
    "PostgreSQL, 40001, 0, SERIALIZATION",
    "PostgreSQL, 55P03, 0, LOCK_TIMEOUT",
    "PostgreSQL, 57014, 0, CANCELLED",
    "PostgreSQL, 23505, 0,",
    "MySQL, 40001, 1213, DEADLOCK",
    "MySQL, 40001, 1205, LOCK_TIMEOUT",
    "MySQL, HY000, 1205, LOCK_TIMEOUT",
    "MySQL, HY000, 3024, CANCELLED",
    "Oracle, 61000, 60, DEADLOCK",
    "Oracle, 61000, 54, LOCK_TIMEOUT",
    "Oracle, 72000, 8177, SERIALIZATION",
    "Oracle, 72000, 1013, CANCELLED",
    "H2, 40001, 40001, DEADLOCK",
    "H2, HYT00, 50200, LOCK_TIMEOUT",
    "H2, 57014, 57014, CANCELLED",
    "Derby, 40001, 40000, DEADLOCK",
    "Derby, 40XL1, 30000, LOCK_TIMEOUT",
    "Derby, XCL52, 20000, CANCELLED",
    "DB2, 40001, -911, DEADLOCK",
    "nobody, '', 0,"
  })
  void vendorsSayItInTheirWays(String vendor, String state, int code, Failure kind) {
    assertThat(Failures.kind(state, code, new SQLException("no", state, code)))
        .as(vendor)
        .isEqualTo(kind);
  }

  @Test
  void aTimeoutIsToldByItsType() {
    assertThat(Failures.kind("", 0, new SQLTimeoutException())).isEqualTo(Failure.CANCELLED);
  }
}
