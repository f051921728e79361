// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.console;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One shop and one browser that has signed in, for all tests; closed after the last of them. */
final class OpenConsole implements BeforeAllCallback, BeforeEachCallback {
  private static final String IMAGES = System.getProperty("docs.images", "");
  private static Opened opened;

  static WatchedShop shop() {
    return opened.shop;
  }

  static Browser browser() {
    return opened.browser;
  }

  /** Notifications that the receiver has taken. */
  static int notifications() {
    return opened.notifications.get();
  }

  /** Takes one for the documentation, if there shall be any. */
  static void picture(String name) throws Exception {
    if (!IMAGES.isEmpty()) {
      browser().picture(Path.of(IMAGES, name + ".png"));
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    boolean there = Browser.isThere();
    if (!there) {
      System.out.println("skipped: console in a browser: no chromium and chromedriver on the path");
    }
    assumeTrue(there);
    opened =
        context
            .getRoot()
            .getStore(ExtensionContext.Namespace.GLOBAL)
            .computeIfAbsent(OpenConsole.class, none -> new Opened(), Opened.class);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    browser().size(1440, 900);
    browser().dark(false);
    browser().run("document.querySelectorAll('.toast').forEach((each) => each.remove())");
    browser().complaints();
  }

  private static final class Opened implements AutoCloseable {
    final AtomicInteger notifications = new AtomicInteger();
    final HttpServer receiver;
    final Path directory;
    final WatchedShop shop;
    final Browser browser;

    Opened() {
      try {
        directory = Files.createTempDirectory("console");
        CompletableFuture<Browser> starting =
            CompletableFuture.supplyAsync(() -> Browser.start().orElseThrow());
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext(
            "/",
            exchange -> {
              exchange.getRequestBody().readAllBytes();
              notifications.incrementAndGet();
              exchange.sendResponseHeaders(200, -1);
              exchange.close();
            });
        receiver.start();
        shop =
            WatchedShop.busy(
                directory, "http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook");
        if (!IMAGES.isEmpty()) {
          shop.deploy("2.4.0");
          shop.awaitData("time() - process_start_time_seconds > 270"); // charts that are filled
        }
        browser = starting.join();
        browser.at(shop.console());
        browser.size(1440, 900);
        browser.signIn();
        shop.awaitData("count(rate(http_requests_total{status_code=\"500\"}[10s]) > 0)");
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void close() throws Exception {
      browser.close();
      shop.close();
      receiver.stop(0);
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
