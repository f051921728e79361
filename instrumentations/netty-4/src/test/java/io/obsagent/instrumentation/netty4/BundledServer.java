// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.netty4;

import io.obsagent.testing.HttpServerApplication.Work;
import io.obsagent.testing.SplitLoader;
import java.lang.reflect.Method;
import java.util.Map;

/** A server whose codecs are in class loaders of their own, as bundles of OSGi have them. */
record BundledServer(AutoCloseable server, int port) implements AutoCloseable {
  private static final String HTTP = "io.netty.handler.codec.http.";
  private static final String HTTP2 = "io.netty.handler.codec.http2.";

  /** The codecs of HTTP/1, and the server. */
  static SplitLoader http() {
    return loader(BundledServer.class.getClassLoader(), HTTP);
  }

  /** The codecs of HTTP/2, and the server, besides those of HTTP/1. */
  static SplitLoader http2() {
    return loader(new SplitLoader(BundledServer.class.getClassLoader(), HTTP), HTTP2);
  }

  private static SplitLoader loader(ClassLoader parent, String codecs) {
    return new SplitLoader(
        parent,
        codecs,
        KitServer.class.getName(),
        StreamServer.class.getName(),
        KitHandler.class.getName(),
        CodecServer.class.getName());
  }

  /**
   * @param type whose static {@code of} makes the server
   */
  static BundledServer of(SplitLoader bundle, Class<?> type, Map<String, Work> endpoints)
      throws ReflectiveOperationException {
    Method of = bundle.loadClass(type.getName()).getDeclaredMethod("of", Map.class);
    of.setAccessible(true);
    AutoCloseable server = (AutoCloseable) of.invoke(null, endpoints);
    Method port = server.getClass().getDeclaredMethod("port");
    port.setAccessible(true);
    return new BundledServer(server, (int) port.invoke(server));
  }

  @Override
  public void close() throws Exception {
    server.close();
  }
}
