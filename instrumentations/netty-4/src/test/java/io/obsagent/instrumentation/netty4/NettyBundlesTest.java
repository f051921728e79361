// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.netty4;

import io.obsagent.testing.HttpServerKit;
import io.obsagent.testing.SplitLoader;
import java.lang.reflect.Method;
import java.util.Map;

/** The codecs of HTTP in a class loader of their own, as bundles of OSGi have them. */
class NettyBundlesTest extends HttpServerKit {
  private AutoCloseable server;

  @Override
  protected int start(Map<String, Work> endpoints) throws Exception {
    SplitLoader bundle =
        new SplitLoader(
            KitServer.class.getClassLoader(),
            "io.netty.handler.codec.http.",
            KitServer.class.getName(),
            KitHandler.class.getName(),
            CodecServer.class.getName());
    Method of = bundle.loadClass(KitServer.class.getName()).getDeclaredMethod("of", Map.class);
    of.setAccessible(true);
    server = (AutoCloseable) of.invoke(null, endpoints);
    Method port = server.getClass().getDeclaredMethod("port");
    port.setAccessible(true);
    return (int) port.invoke(server);
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
