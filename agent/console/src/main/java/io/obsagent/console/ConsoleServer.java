// SPDX-License-Identifier: Apache-2.0
package io.obsagent.console;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.spi.HttpServerProvider;
import io.obsagent.spi.log.AgentLog;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * The agent's own port, on the server that the JDK carries. All its threads are the agent's, so
 * that the agent never watches itself.
 */
public final class ConsoleServer implements AutoCloseable {
  private static final int BACKLOG = 50;
  private static final int LONG_TOKEN = 16;

  private final HttpServer server;
  private final DeadlineExecutor executor;
  private final Exchanges exchanges;

  private ConsoleServer(HttpServer server, DeadlineExecutor executor, Exchanges exchanges) {
    this.server = server;
    this.executor = executor;
    this.exchanges = exchanges;
  }

  /**
   * Binds and serves. Never throws: a port that cannot be had is told in one line, and the agent
   * does without.
   *
   * @param agentThreads makes the threads that serve, and the one that starts: the JDK's own
   *     dispatcher inherits from it
   */
  public static @Nullable ConsoleServer start(
      ServerSettings settings, ThreadFactory agentThreads, Router router) {
    InetAddress address = address(settings.host());
    if (address == null) {
      return null;
    }
    try {
      boolean loopback = address.isLoopbackAddress();
      HttpServer server =
          provider().createHttpServer(new InetSocketAddress(address, settings.port()), BACKLOG);
      DeadlineExecutor executor = new DeadlineExecutor(settings, agentThreads);
      server.setExecutor(executor);
      Sessions sessions = new Sessions(System::nanoTime);
      Guard guard = new Guard(loopback, settings.token(), sessions, new Attempts(System::nanoTime));
      if (!settings.token().isEmpty()) {
        LoginRoutes.register(router, guard, sessions);
      }
      Exchanges exchanges = new Exchanges(router, guard, settings.maxBodyBytes(), executor);
      server.createContext("/", exchanges);
      run(agentThreads.newThread(server::start));
      if (!loopback) {
        warnOfToken(settings);
      }
      return new ConsoleServer(server, executor, exchanges);
    } catch (BindException e) {
      AgentLog.warn(
          "server.port: cannot listen on "
              + settings.host()
              + ":"
              + settings.port()
              + " ("
              + e.getMessage()
              + "), so nothing is served; choose another with -Dobs.server.port, or 0 for any");
    } catch (IOException | RuntimeException e) {
      warnOfHost(settings.host(), e.toString());
    }
    return null;
  }

  /** An address of this machine, or null if the host has none, which has been told. */
  private static @Nullable InetAddress address(String host) {
    try {
      InetAddress address = InetAddress.getByName(host);
      if (address.isAnyLocalAddress() || NetworkInterface.getByInetAddress(address) != null) {
        return address;
      }
      warnOfHost(host, "it is not this machine's");
    } catch (UnknownHostException e) {
      warnOfHost(host, "there is no such name");
    } catch (IOException | RuntimeException e) {
      warnOfHost(host, e.toString());
    }
    return null;
  }

  private static void warnOfHost(String host, String reason) {
    AgentLog.warn(
        "server.host: cannot listen on '"
            + host
            + "' ("
            + reason
            + "), so nothing is served; give an address of this machine, 127.0.0.1 or 0.0.0.0");
  }

  /**
   * The JDK's own. {@code HttpServer.create} would ask for the application's provider, and keep the
   * answer for the whole JVM before the application could name one.
   */
  private static HttpServerProvider provider() {
    try {
      return (HttpServerProvider)
          Class.forName("sun.net.httpserver.DefaultHttpServerProvider")
              .getConstructor()
              .newInstance();
    } catch (ReflectiveOperationException e) {
      return HttpServerProvider.provider();
    }
  }

  private static void warnOfToken(ServerSettings settings) {
    int length = settings.token().length();
    if (length < LONG_TOKEN) {
      AgentLog.warn(
          "server.host: "
              + settings.host()
              + " is reachable from outside and "
              + (length == 0
                  ? "there is no 'server.token': only metrics and health are served"
                  : "'server.token' is short enough to be guessed; take one of 16 random characters"
                      + " or more"));
    }
  }

  private static void run(Thread thread) {
    thread.start();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The port that it really got. */
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    exchanges.close();
    server.stop(0);
    executor.close();
  }
}
