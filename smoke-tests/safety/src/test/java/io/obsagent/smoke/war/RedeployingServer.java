// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.war;

import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;

/**
 * Deploys a WAR, asks it, takes it away, and all that again; then says how many of its class
 * loaders cannot be collected. It ends when its input ends.
 */
public final class RedeployingServer {
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

  private RedeployingServer() {}

  /**
   * @param arguments a directory of its own, the WAR, and how often
   */
  public static void main(String[] arguments) throws Exception {
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(arguments[0]);
    Files.createDirectories(Path.of(arguments[0], "webapps"));
    Connector connector = new Connector();
    connector.setPort(0);
    connector.setProperty("address", "127.0.0.1");
    tomcat.setConnector(connector);
    tomcat.start();
    String url = "http://127.0.0.1:" + connector.getLocalPort() + "/shop/stock";
    List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
    for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
      Context shop = tomcat.addWebapp("/shop", arguments[1]);
      loaders.add(new WeakReference<>(shop.getLoader().getClassLoader()));
      System.out.println("deployment " + i + ": " + get(url));
      tomcat.getHost().removeChild(shop);
    }
    System.out.println("left behind " + leftBehind(loaders));
    while (System.in.read() >= 0) {
      // Whoever started this says when it ends.
    }
    tomcat.stop();
  }

  private static String get(String url) throws Exception {
    try (InputStream in = new URL(url).openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static long leftBehind(List<WeakReference<ClassLoader>> loaders) {
    long deadline = System.nanoTime() + PATIENCE;
    long left;
    do {
      System.gc();
      left = loaders.stream().filter(each -> each.get() != null).count();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    } while (left > 0 && System.nanoTime() - deadline < 0);
    return left;
  }
}
