// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.bench;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.resource.ClientResources;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import redis.clients.jedis.RedisClient;

/** What a request can be made of. */
record Work(
    HikariDataSource database,
    RedisClient jedis,
    io.lettuce.core.RedisClient lettuce,
    StatefulRedisConnection<String, String> lettuceConnection,
    OpenAIClient openAi)
    implements AutoCloseable {
  private static final int POOL = 4;

  static Work open(String redisAddress, String openAiUrl) throws SQLException {
    RedisURI redis = RedisURI.create("redis://" + redisAddress);
    io.lettuce.core.RedisClient lettuce =
        io.lettuce.core.RedisClient.create(
            ClientResources.builder().ioThreadPoolSize(2).computationThreadPoolSize(2).build(),
            redis);
    RedisClient jedis = RedisClient.create(redis.getHost(), redis.getPort());
    jedis.set("greeting", "hello");
    return new Work(
        openDatabase(),
        jedis,
        lettuce,
        lettuce.connect(),
        OpenAIOkHttpClient.builder().baseUrl(openAiUrl).apiKey("none").maxRetries(0).build());
  }

  private static HikariDataSource openDatabase() throws SQLException {
    HikariConfig config = new HikariConfig();
    // Each process has its own database; its name only has to be the same for all connections.
    config.setJdbcUrl("jdbc:h2:mem:bench;DB_CLOSE_DELAY=-1");
    config.setMaximumPoolSize(POOL);
    HikariDataSource database = new HikariDataSource(config);
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE IF NOT EXISTS item (id INT PRIMARY KEY, name VARCHAR(50))");
      statement.execute("MERGE INTO item KEY (id) VALUES (1, 'one'), (2, 'two')");
    }
    return database;
  }

  /** One query. */
  String jdbc() throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement query =
            connection.prepareStatement("SELECT name FROM item WHERE id = ?")) {
      query.setInt(1, 2);
      try (ResultSet rows = query.executeQuery()) {
        return rows.next() ? rows.getString(1) : "";
      }
    }
  }

  /** Two commands, one by each client. */
  String redis() {
    return jedis.get("greeting") + lettuceConnection.sync().get("greeting");
  }

  /** One chat completion. */
  String ai() {
    return openAi
        .chat()
        .completions()
        .create(
            ChatCompletionCreateParams.builder()
                .model("gpt-5-mini")
                .addUserMessage("What goes with tea?")
                .build())
        .choices()
        .get(0)
        .message()
        .content()
        .orElse("");
  }

  @Override
  public void close() {
    openAi.close();
    lettuceConnection.close();
    ClientResources resources = lettuce.getResources();
    lettuce.shutdown();
    resources.shutdown();
    jedis.close();
    database.close();
  }
}
