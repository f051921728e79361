// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.war;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.GlobalOpenTelemetry;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers {@code /count} with what a database says, asked on another thread, and {@code /stock}
 * with what {@code /count} answers. It logs, counts and traces by libraries of its own, and leaves
 * nothing behind that it has made.
 */
public final class StockServlet extends HttpServlet {
  private static final long serialVersionUID = 1;

  private static final Logger LOG = LoggerFactory.getLogger(StockServlet.class);

  private transient HikariDataSource pool;
  private transient ExecutorService workers;
  private transient SimpleMeterRegistry registry;

  @Override
  public void init() {
    pool = new HikariDataSource();
    pool.setDriverClassName("org.h2.Driver");
    pool.setJdbcUrl("jdbc:h2:mem:stock");
    pool.setMaximumPoolSize(1);
    workers = Executors.newFixedThreadPool(2);
    registry = new SimpleMeterRegistry();
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String url = request.getRequestURL().toString();
    response.getWriter().print(url.endsWith("/count") ? count() : get(url));
  }

  private String count() throws IOException {
    registry.counter("stock.counts").increment();
    GlobalOpenTelemetry.getTracer("stock").spanBuilder("count").startSpan().end();
    LOG.info("counts");
    try {
      return workers.submit(this::query).get();
    } catch (ExecutionException | InterruptedException e) {
      throw new IOException(e);
    }
  }

  private String query() throws Exception {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT 6 * 7")) {
      return rows.next() ? rows.getString(1) : "none";
    }
  }

  private static String get(String url) throws IOException {
    try (InputStream in = new URL(url.replace("/stock", "/count")).openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Override
  public void destroy() {
    workers.shutdown();
    registry.close();
    pool.close();
  }
}
