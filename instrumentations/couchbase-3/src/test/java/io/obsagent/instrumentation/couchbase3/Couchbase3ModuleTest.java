// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.couchbase3;

import io.obsagent.testing.ModuleKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class Couchbase3ModuleTest extends ModuleKit {
  private MockCluster cluster;

  Couchbase3ModuleTest() {
    super(new Couchbase3Module());
  }

  @BeforeAll
  void start() throws Exception {
    cluster = MockCluster.start();
  }

  @AfterAll
  void stop() {
    cluster.close();
  }

  @Override
  protected String use() {
    cluster.bucket().defaultCollection().upsert("tea", "green");
    return cluster.bucket().defaultCollection().get("tea").contentAs(String.class);
  }
}
