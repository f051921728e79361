// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.couchbase3;

import com.couchbase.client.core.env.SeedNode;
import com.couchbase.client.core.error.TimeoutException;
import com.couchbase.client.java.Bucket;
import com.couchbase.client.java.Cluster;
import com.couchbase.client.java.ClusterOptions;
import com.couchbase.client.java.env.ClusterEnvironment;
import com.couchbase.client.java.kv.UpsertOptions;
import com.couchbase.mock.BucketConfiguration;
import com.couchbase.mock.CouchbaseMock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One node with a bucket, in this JVM, and a client of it. */
final class MockCluster implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration OPEN = Duration.ofSeconds(30);
  private static final int ATTEMPTS = 3;

  private final CouchbaseMock mock;
  private final ClusterEnvironment environment;
  private final Cluster cluster;
  private final Bucket bucket;

  /**
   * One that answers: a bucket that a client once has not got open it asks for in vain for ever.
   */
  static MockCluster start() throws Exception {
    for (int attempt = 1; ; attempt++) {
      MockCluster cluster = new MockCluster();
      try {
        cluster.awaitReady();
        return cluster;
      } catch (TimeoutException e) {
        cluster.close();
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private MockCluster() throws Exception {
    BucketConfiguration shop = new BucketConfiguration();
    shop.name = "shop";
    shop.password = "password";
    shop.numNodes = 1;
    shop.numReplicas = 0;
    shop.numVBuckets = 16;
    mock = new CouchbaseMock(0, List.of(shop));
    mock.start();
    mock.waitForStartup();
    environment =
        ClusterEnvironment.builder()
            .timeoutConfig(com.couchbase.client.core.env.TimeoutConfig.kvTimeout(PATIENCE))
            .build();
    cluster =
        Cluster.connect(
            Set.of(
                SeedNode.create(
                    "127.0.0.1",
                    Optional.of(mock.getCarrierPort("shop")),
                    Optional.of(mock.getHttpPort()))),
            ClusterOptions.clusterOptions("shop", "password").environment(environment));
    bucket = cluster.bucket("shop");
  }

  /** Asked whether they are ready, older clients may wait for services that the mock has not. */
  private void awaitReady() {
    bucket.defaultCollection().upsert("ready", "yes", UpsertOptions.upsertOptions().timeout(OPEN));
  }

  Bucket bucket() {
    return bucket;
  }

  @Override
  public void close() {
    cluster.disconnect();
    environment.shutdown();
    mock.stop();
  }
}
