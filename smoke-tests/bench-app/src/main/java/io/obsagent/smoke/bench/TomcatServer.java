// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.bench;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;

/** Tomcat with one servlet for each page. */
record TomcatServer(Tomcat tomcat) implements BenchServer {

  static TomcatServer start(Map<String, Page> pages, int port) throws Exception {
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(Files.createTempDirectory("bench-app").toString());
    tomcat.setConnector(connector(port));
    Context context = tomcat.addContext("", Path.of(".").toAbsolutePath().toString());
    pages.forEach(
        (name, page) -> {
          Tomcat.addServlet(context, name, new PageServlet(page));
          context.addServletMappingDecoded("/" + name, name);
        });
    tomcat.start();
    return new TomcatServer(tomcat);
  }

  private static Connector connector(int port) {
    String threads = Integer.toString(THREADS);
    Connector connector = new Connector();
    connector.setPort(port);
    connector.setProperty("address", InetAddress.getLoopbackAddress().getHostAddress());
    connector.setProperty("maxThreads", threads);
    connector.setProperty("minSpareThreads", threads);
    // One connection carries a whole window of the benchmark.
    connector.setProperty("maxKeepAliveRequests", "-1");
    connector.setProperty("keepAliveTimeout", "-1");
    return connector;
  }

  @Override
  public int port() {
    return tomcat.getConnector().getLocalPort();
  }

  @Override
  public void close() throws Exception {
    tomcat.stop();
    tomcat.destroy();
  }
}
