// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.spi.telemetry.DbStatement;
import io.obsagent.spi.telemetry.StoreStatements;
import org.junit.jupiter.api.Test;

class StoreStatementsTest {
  private final StoreStatements statements = new StoreStatements();

  @Test
  void aStatementIsMadeOnce() {
    DbStatement find = statements.statement("find", "orders");
    assertThat(find.summary()).isEqualTo("find orders");
    assertThat(find.operation()).isEqualTo("find");
    assertThat(find.collection()).isEqualTo("orders");
    assertThat(find.text()).isNull();
    assertThat(statements.statement("find", "orders")).isSameAs(find);
  }

  @Test
  void anOperationWithoutACollectionIsItsName() {
    DbStatement ping = statements.statement("ping", null);
    assertThat(ping.summary()).isEqualTo("ping");
    assertThat(ping.collection()).isNull();
    assertThat(statements.statement("ping", null)).isSameAs(ping);
  }

  @Test
  void whatIsNoWordIsNotTold() {
    assertThat(statements.statement("{secret: 1}", "orders").summary()).isEqualTo("other orders");
    assertThat(statements.statement("", null).summary()).isEqualTo("other");
    assertThat(statements.statement("x".repeat(49), null).summary()).isEqualTo("other");
  }

  @Test
  void whatIsKeptIsBounded() {
    for (int i = 0; i < 2_000; i++) {
      statements.statement("find", "t" + i);
    }
    DbStatement beyond = statements.statement("find", "orders");
    assertThat(beyond.summary()).isEqualTo("find orders");
    assertThat(statements.statement("find", "orders")).isEqualTo(beyond).isNotSameAs(beyond);
    assertThat(statements.statement("find", "t7")).isSameAs(statements.statement("find", "t7"));
  }
}
