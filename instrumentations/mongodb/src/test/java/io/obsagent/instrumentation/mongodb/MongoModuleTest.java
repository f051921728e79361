// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.mongodb;

import com.mongodb.MongoClientSettings;
import com.mongodb.ServerAddress;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import io.obsagent.testing.ModuleKit;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import reactor.core.publisher.Mono;

class MongoModuleTest extends ModuleKit {
  private MongoServer server;
  private MongoClientSettings settings;

  MongoModuleTest() {
    super(new MongoModule());
  }

  @BeforeAll
  void start() {
    server = new MongoServer(new MemoryBackend());
    InetSocketAddress address = server.bind();
    settings =
        MongoClientSettings.builder()
            .applyToClusterSettings(cluster -> cluster.hosts(List.of(new ServerAddress(address))))
            .build();
  }

  @AfterAll
  void stop() {
    server.shutdownNow();
  }

  @Override
  protected Set<String> adviceOfOtherVersions() {
    // What a pool and a cluster are asked for came to have a context of its own, in 4.11.
    String version = System.getProperty("library.version", "4.0.0");
    boolean old = version.startsWith("4.") && !version.startsWith("4.11");
    return Set.of(old ? "CallbackAdvices.Third" : "CallbackAdvices.First");
  }

  @Override
  protected String use() {
    String seen;
    try (MongoClient client = MongoClients.create(settings)) {
      MongoCollection<Document> orders = client.getDatabase("shop").getCollection("orders");
      orders.drop();
      orders.insertOne(new Document("_id", 7));
      seen = orders.find().first().toJson();
    }
    if (!MongoKit.isReactive()) {
      return seen;
    }
    try (var client = com.mongodb.reactivestreams.client.MongoClients.create(settings)) {
      return seen
          + Mono.from(client.getDatabase("shop").getCollection("orders").countDocuments()).block();
    }
  }
}
