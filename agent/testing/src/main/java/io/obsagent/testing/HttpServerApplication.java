// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing;

import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** An application that a kit writes in terms of no server, and a test serves by its own. */
@ExtendWith(AgentExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class HttpServerApplication {
  private int port;

  /** A request as the application sees it. */
  public interface Call {
    byte[] body() throws Exception;

    void setHeader(String name, String value) throws Exception;

    /** Answers with a body of known length. */
    void answer(int status, String body) throws Exception;

    /** Answers with a body of unknown length, which the application closes. */
    OutputStream stream(int status) throws Exception;

    /** Leaves the request, and goes on with it on another thread. */
    void later(Work work) throws Exception;
  }

  /** What the application does with a request. */
  public interface Work {
    void serve(Call call) throws Exception;
  }

  /**
   * Starts the server on the loopback interface.
   *
   * @param endpoints by path, e.g. {@code /hello}
   * @return its port
   */
  protected abstract int start(Map<String, Work> endpoints) throws Exception;

  protected abstract void stop() throws Exception;

  /** What the server puts in front of each path, on the wire and in the route. */
  protected String prefix() {
    return "";
  }

  /** Whether the server knows routes: a path's own. One below frameworks knows none. */
  protected boolean routes() {
    return true;
  }

  /** Whether a method that no standard knows gets to an endpoint. */
  protected boolean servesAnyMethod() {
    return true;
  }

  /** What a client gets when an endpoint throws, or null where the connection is dropped. */
  protected @Nullable Integer statusOfThrown() {
    return 500;
  }

  /** Whether the server closes a connection after a request with {@code Connection: close}. */
  protected boolean closesWhenAsked() {
    return true;
  }

  /** Adds the endpoints of a kit. */
  abstract void describe(Map<String, Work> endpoints);

  @BeforeAll
  void startServer() throws Exception {
    Map<String, Work> endpoints = new LinkedHashMap<>();
    describe(endpoints);
    port = start(endpoints);
  }

  @AfterAll
  void stopServer() throws Exception {
    stop();
  }

  @AfterEach
  void nothingIsBeingServed() {
    Recorded.await(() -> Recorded.metric("active_connections") == 0, () -> "still serving");
  }

  protected final int port() {
    return port;
  }

  /** The head of a request, to be followed by what a test wants. */
  final String head(String method, String path) {
    return method + " " + prefix() + path + " HTTP/1.1\r\nHost: localhost\r\n";
  }

  /**
   * Sends a request on a connection of its own.
   *
   * @param headers lines without their ends
   * @return all that came back
   */
  protected final String exchange(String method, String path, String... headers) throws Exception {
    StringBuilder request = new StringBuilder(head(method, path)).append("Connection: close\r\n");
    for (String header : headers) {
      request.append(header).append("\r\n");
    }
    try (RawConnection connection = new RawConnection(port)) {
      connection.send(request.append("\r\n").toString());
      return closesWhenAsked() ? connection.readAll() : connection.readAnswer(method);
    }
  }
}
