// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.r2dbc;

import io.obsagent.testing.ModuleKit;
import io.r2dbc.h2.H2Batch;
import io.r2dbc.h2.H2Connection;
import io.r2dbc.h2.H2ConnectionFactory;
import io.r2dbc.h2.H2ConnectionFactoryProvider;
import io.r2dbc.h2.H2Result;
import io.r2dbc.h2.H2Statement;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactories;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class R2dbcModuleTest extends ModuleKit {
  R2dbcModuleTest() {
    super(new R2dbcModule());
  }

  @Override
  protected List<Class<?>> examples() {
    return List.of(
        H2Batch.class,
        H2Connection.class,
        H2ConnectionFactory.class,
        H2ConnectionFactoryProvider.class,
        H2Result.class,
        H2Statement.class);
  }

  @Override
  protected String use() {
    return Mono.usingWhen(
            ConnectionFactories.get("r2dbc:pool:h2:mem:///kit?maxSize=1").create(),
            R2dbcModuleTest::statements,
            Connection::close)
        .block();
  }

  private static Mono<String> statements(Connection connection) {
    return Flux.from(connection.createStatement("SELECT 7").execute())
        .flatMap(result -> result.map((row, metadata) -> row.get(0, Integer.class)))
        .concatWith(
            Flux.from(connection.createBatch().add("SELECT 8").add("SELECT 9").execute())
                .concatMap(result -> result.map((row, metadata) -> row.get(0, Integer.class))))
        .collectList()
        .map(Object::toString);
  }
}
