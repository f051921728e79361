// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.netty4;

import io.obsagent.testing.HttpServerKit;
import java.util.Map;

/** The codecs of HTTP in a class loader of their own, as bundles of OSGi have them. */
class NettyBundlesTest extends HttpServerKit {
  private BundledServer server;

  @Override
  protected int start(Map<String, Work> endpoints) throws Exception {
    server = BundledServer.of(BundledServer.http(), KitServer.class, endpoints);
    return server.port();
  }

  @Override
  protected void stop() throws Exception {
    server.close();
  }

  @Override
  protected boolean routes() {
    return false;
  }
}
