// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.bench;

import java.util.Map;

/**
 * A server with a fixed number of threads, so that figures repeat. Those that serve requests are
 * called {@code bench-…}, where the server lets them be named; see {@link ThreadCpu}.
 */
interface BenchServer extends AutoCloseable {
  int THREADS = 4;

  int port();

  /** How servers are named on the command line. */
  enum Kind {
    TOMCAT,
    JETTY,
    WEBFLUX;

    static Kind of(String name) {
      for (Kind kind : values()) {
        if (kind.name().equalsIgnoreCase(name)) {
          return kind;
        }
      }
      throw new IllegalArgumentException("no server '" + name + "': tomcat, jetty or webflux");
    }

    /**
     * @param pages by the name that follows the slash
     * @param port 0 for any that is free
     */
    BenchServer start(Map<String, Page> pages, int port) throws Exception {
      return switch (this) {
        case TOMCAT -> TomcatServer.start(pages, port);
        case JETTY -> JettyServer.start(pages, port);
        case WEBFLUX -> WebFluxServer.start(pages, port);
      };
    }
  }
}
