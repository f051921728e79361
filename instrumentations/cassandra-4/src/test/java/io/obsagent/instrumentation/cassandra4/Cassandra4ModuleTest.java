// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.cassandra4;

import com.datastax.oss.driver.api.core.CqlSession;
import io.obsagent.testing.ModuleKit;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class Cassandra4ModuleTest extends ModuleKit {
  private Cluster cluster;
  private CqlSession session;

  Cassandra4ModuleTest() {
    super(new Cassandra4Module());
  }

  @BeforeAll
  void start() throws IOException {
    cluster = Cluster.start();
    session = cluster.connect();
  }

  @AfterAll
  void stop() {
    session.close();
    cluster.close();
  }

  @Override
  protected String use() throws Exception {
    return String.valueOf(session.execute("SELECT a FROM b").one())
        + session.executeAsync("SELECT c FROM d").toCompletableFuture().get().one();
  }
}
