// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.spi.telemetry.DbStatement;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The table is one for all: what fills it comes last. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StoreStatementTest {
  @Test
  void aStatementIsMadeOnce() {
    DbStatement find = DbStatement.of("find", "orders");
    assertThat(find.summary()).isEqualTo("find orders");
    assertThat(find.operation()).isEqualTo("find");
    assertThat(find.collection()).isEqualTo("orders");
    assertThat(find.text()).isNull();
    assertThat(DbStatement.of("find", "orders")).isSameAs(find);
  }

  @Test
  void anOperationWithoutACollectionIsItsName() {
    DbStatement ping = DbStatement.of("ping", null);
    assertThat(ping.summary()).isEqualTo("ping");
    assertThat(ping.collection()).isNull();
    assertThat(DbStatement.of("ping", null)).isSameAs(ping);
  }

  @Test
  void whatIsNoWordIsNotTold() {
    assertThat(DbStatement.of("{secret: 1}", "orders").summary()).isEqualTo("other orders");
    assertThat(DbStatement.of("", null).summary()).isEqualTo("other");
    assertThat(DbStatement.of("x".repeat(49), null).summary()).isEqualTo("other");
  }

  @Test
  @Order(Integer.MAX_VALUE)
  void whatIsKeptIsBounded() {
    DbStatement kept = DbStatement.of("find", "kept");
    for (int i = 0; i < 2_000; i++) {
      DbStatement.of("find", "t" + i);
    }
    DbStatement beyond = DbStatement.of("find", "beyond");
    assertThat(beyond.summary()).isEqualTo("find beyond");
    assertThat(DbStatement.of("find", "beyond")).isEqualTo(beyond).isNotSameAs(beyond);
    assertThat(DbStatement.of("find", "kept")).isSameAs(kept);
  }
}
