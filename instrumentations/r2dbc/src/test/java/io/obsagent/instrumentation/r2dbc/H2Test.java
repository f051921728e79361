// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.r2dbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.obsagent.testing.Recorded;
import io.r2dbc.h2.H2ConnectionConfiguration;
import io.r2dbc.h2.H2ConnectionFactory;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class H2Test extends R2dbcKit {
  @Override
  ConnectionFactory factory() {
    return ConnectionFactories.get("r2dbc:h2:mem:///shop");
  }

  @Override
  String system() {
    return "h2database";
  }

  @Override
  String namespace() {
    return "shop";
  }

  @Override
  @Test
  void setsOfValuesAreABatch() {
    assumeThat(System.getProperty("library.version"))
        .as("the driver of SPI 0.9 wants an empty set at the end")
        .isNotNull();
    super.setsOfValuesAreABatch();
  }

  @Test
  void ofAFactoryThatTheApplicationMakesItselfTheProductIsTold() {
    H2ConnectionFactory made =
        new H2ConnectionFactory(H2ConnectionConfiguration.builder().inMemory("own").build());
    Connection own = Mono.from(made.create()).cast(Connection.class).block(PATIENCE);
    try {
      assertThat(ids(own, "SELECT 1").collectList().block(PATIENCE)).containsExactly(1);
    } finally {
      Mono.from(own.close()).block(PATIENCE);
    }
    assertThat(Recorded.awaitSpans(1).get(0).attributes())
        .containsEntry("db.system.name", "h2database")
        .doesNotContainKey("db.namespace");
  }
}
