// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.cassandra4;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.simulacron.common.cluster.ClusterSpec;
import com.datastax.oss.simulacron.server.BoundCluster;
import com.datastax.oss.simulacron.server.Inet4Resolver;
import com.datastax.oss.simulacron.server.Server;
import io.obsagent.testing.Ports;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;

/** One node that speaks Cassandra's protocol, and answers as it is told. */
final class Cluster implements AutoCloseable {
  private final Server server;
  private final BoundCluster nodes;
  private final int port;

  private Cluster(int port) {
    this.port = port;
    this.server = Server.builder().withAddressResolver(new Inet4Resolver(port)).build();
    this.nodes = server.register(ClusterSpec.builder().withNodes(1));
  }

  static Cluster start() throws IOException {
    return Ports.serve(Cluster::new);
  }

  BoundCluster nodes() {
    return nodes;
  }

  int port() {
    return port;
  }

  CqlSession connect() {
    return CqlSession.builder()
        .addContactPoint(new InetSocketAddress("127.0.0.1", port))
        .withLocalDatacenter("dc1")
        .withKeyspace("shop")
        .withConfigLoader(
            DriverConfigLoader.programmaticBuilder()
                .withString(DefaultDriverOption.PROTOCOL_VERSION, "V4")
                .withBoolean(DefaultDriverOption.METADATA_SCHEMA_ENABLED, false)
                .withDuration(DefaultDriverOption.CONNECTION_INIT_QUERY_TIMEOUT, LONG)
                .withDuration(DefaultDriverOption.CONTROL_CONNECTION_TIMEOUT, LONG)
                .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, LONG)
                .build())
        .build();
  }

  private static final Duration LONG = Duration.ofSeconds(60);

  @Override
  public void close() {
    server.close();
  }
}
