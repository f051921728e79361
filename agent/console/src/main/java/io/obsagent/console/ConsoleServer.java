// SPDX-License-Identifier: Apache-2.0
package io.obsagent.console;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import com.sun.net.httpserver.spi.HttpServerProvider;
import io.obsagent.spi.health.Health;
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
      HttpServer server = create(new InetSocketAddress(address, settings.port()), settings.tls());
      DeadlineExecutor executor = new DeadlineExecutor(settings, agentThreads);
      server.setExecutor(executor);
      Sessions sessions = new Sessions(System::nanoTime);
      Guard guard =
          new Guard(loopback, settings.tokens(), sessions, new Attempts(System::nanoTime));
      AuditTrail audit = new AuditTrail(System::currentTimeMillis);
      if (guard.hasTokens()) {
        LoginRoutes.register(router, guard, sessions, audit);
        audit.register(router);
      }
      MeRoute.register(router, guard, sessions);
      Exchanges exchanges = new Exchanges(router, guard, audit, settings, executor);
      server.createContext("/", exchanges);
      Health.agentListensAt(server.getAddress().getPort());
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
    } catch (TlsException e) {
      AgentLog.warn(
          "server.tls: " + e.getMessage() + "; nothing is served rather than without TLS");
    } catch (IOException | RuntimeException e) {
      warnOfHost(settings.host(), e.toString());
    }
    return null;
  }

  /** With a certificate, or without any; never without one that is wanted and cannot be read. */
  private static HttpServer create(InetSocketAddress address, TlsFiles tls) throws IOException {
    if (tls.isEmpty()) {
      return provider().createHttpServer(address, BACKLOG);
    }
    HttpsConfigurator configurator;
    try {
      configurator = new ServerTls(tls, System::nanoTime).configurator();
    } catch (IOException e) {
      throw new TlsException(e);
    }
    HttpsServer server = provider().createHttpsServer(address, BACKLOG);
    server.setHttpsConfigurator(configurator);
    return server;
  }

  /** What is wrong is the certificate, not the address. */
  private static final class TlsException extends IOException {
    private static final long serialVersionUID = 1;

    TlsException(IOException cause) {
      super(cause.getMessage(), cause);
    }
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
    String outside = "server.host: " + settings.host() + " is reachable from outside and ";
    if (settings.tokens().isEmpty()) {
      AgentLog.warn(outside + "there is no 'server.token': only metrics and health are served");
    }
    for (Role role : Role.values()) {
      int length = settings.tokens().of(role).length();
      if (length > 0 && length < LONG_TOKEN) {
        AgentLog.warn(
            outside
                + "'"
                + role.option()
                + "' is short enough to be guessed; take one of 16 random characters or more");
      }
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
