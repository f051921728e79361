// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdkhttpserver;

import com.sun.net.httpserver.HttpServer;
import io.obsagent.testing.TraceContextKit;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

class JdkTraceContextTest extends TraceContextKit {
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;

  @Override
  protected int start(Map<String, Work> endpoints) throws IOException {
    server = ExchangeCall.start(endpoints, threads);
    return server.getAddress().getPort();
  }

  @Override
  protected void stop() {
    server.stop(0);
    threads.shutdownNow();
  }
}
