// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.mongodb;

import com.mongodb.MongoClientSettings;
import com.mongodb.ServerAddress;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;

/** A server that speaks MongoDB's protocol and keeps its documents in memory. */
@ExtendWith(AgentExtension.class)
abstract class MongoKit {
  static final String SECRET = "geheim-4711";
  private static MongoServer server;
  private static InetSocketAddress address;

  @BeforeAll
  static void startServer() {
    server = new MongoServer(new MemoryBackend());
    address = server.bind();
  }

  @AfterAll
  static void stopServer() {
    server.shutdownNow();
  }

  static int port() {
    return address.getPort();
  }

  /** Above the newest core there is only the driver for threads. */
  static boolean isReactive() {
    return !System.getProperty("library.version", "4.0.0").startsWith("5.14.");
  }

  static MongoClientSettings settings(int poolSize) {
    return MongoClientSettings.builder()
        .applyToClusterSettings(
            cluster ->
                cluster
                    .hosts(List.of(new ServerAddress("127.0.0.1", port())))
                    .serverSelectionTimeout(60, TimeUnit.SECONDS))
        .applyToConnectionPoolSettings(pool -> pool.maxSize(poolSize))
        .build();
  }

  static Document order(int id) {
    return new Document("_id", id).append("customer", SECRET);
  }

  static double count(String operation, String collection, String status, String error) {
    Double count =
        Recorded.metric(
            "database_query_duration_seconds_count{query_type=\""
                + operation
                + "\",table=\""
                + collection
                + "\",system=\"mongodb\",database=\"shop\",status=\""
                + status
                + "\",error_type=\""
                + error
                + "\"}");
    return count == null ? 0 : count;
  }

  static Double pool(String gauge) {
    return Recorded.metric(
        "database_connections_" + gauge + "{database=\"none\",pool=\"127.0.0.1:" + port() + "\"}");
  }

  static RecordedSpan awaitSpan(String name) {
    Recorded.await(
        () -> Recorded.spans().stream().anyMatch(span -> span.name().equals(name)),
        () -> "no " + name + " among " + Recorded.spans());
    return Recorded.span(name);
  }
}
