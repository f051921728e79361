// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An AI provider on the loopback interface that speaks OpenAI's wire format: {@code POST
 * /v1/chat/completions} whole and streamed, with calls of tools, {@code /v1/responses} and {@code
 * /v1/embeddings}. The models {@code fail-429} and {@code fail-500} answer with that status, {@code
 * fail-401} besides with the key that came, as some do.
 *
 * <p>It stands on plain sockets and not on the JDK's HTTP server, so that an agent in the same
 * process takes it for what it stands for: a service elsewhere.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference">OpenAI API reference</a>
 */
public final class ProviderServer implements Closeable {
  private static final int MAX_CONNECTIONS = 256;
  private static final int MAX_RECORDED = 1_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ProviderOptions options;
  private final ServerSocket listener;
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private final Deque<ReceivedRequest> recorded = new ArrayDeque<>();
  private final AtomicLong received = new AtomicLong();

  private ProviderServer(ProviderOptions options) throws IOException {
    this.options = options;
    this.listener = new ServerSocket();
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), options.port()));
  }

  /** Starts on any free port, answering without delay. */
  public static ProviderServer start() {
    return start(ProviderOptions.defaults());
  }

  /**
   * Starts with these options.
   *
   * @throws UncheckedIOException where the port is taken
   */
  public static ProviderServer start(ProviderOptions options) {
    try {
      ProviderServer server = new ProviderServer(options);
      daemon("provider-accept", server::accept);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "AI provider server: port " + options.port() + " is taken; 0 takes any free port", e);
    }
  }

  /** Runs until the process ends: {@code [--port N] [--latency-ms N] [--chunk-delay-ms N]}. */
  public static void main(String[] args) throws InterruptedException {
    ProviderOptions options = ProviderOptions.defaults();
    for (int i = 0; i + 1 < args.length; i += 2) {
      int value = Integer.parseInt(args[i + 1]);
      options =
          switch (args[i]) {
            case "--port" -> options.withPort(value);
            case "--latency-ms" -> options.withLatency(Duration.ofMillis(value));
            case "--chunk-delay-ms" -> options.withChunkDelay(Duration.ofMillis(value));
            default -> throw new IllegalArgumentException("unknown option " + args[i]);
          };
    }
    System.out.println("AI provider ready at " + start(options).baseUrl());
    Thread.currentThread().join();
  }

  /** What a client takes as its base URL. */
  public String baseUrl() {
    return "http://127.0.0.1:" + listener.getLocalPort() + "/v1";
  }

  /** The last requests, oldest first, at most 1,000. */
  public List<ReceivedRequest> requests() {
    synchronized (recorded) {
      return List.copyOf(recorded);
    }
  }

  /** How many requests came in since the start. */
  public long requestCount() {
    return received.get();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket connection : connections) {
      connection.close();
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket connection = listener.accept();
        if (connections.size() == MAX_CONNECTIONS) {
          connection.close();
          continue;
        }
        connections.add(connection);
        daemon("provider-" + connection.getPort(), () -> serve(connection));
      } catch (SocketException e) {
        return; // closed
      } catch (IOException e) {
        System.err.println("AI provider server: connection not accepted: " + e);
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      connection.setTcpNoDelay(true);
      RequestReader reader =
          new RequestReader(new BufferedInputStream(connection.getInputStream()));
      ResponseWriter writer = new ResponseWriter(connection.getOutputStream(), options.remaining());
      for (ReceivedRequest request = reader.next(); request != null; request = reader.next()) {
        record(request);
        answer(request, writer);
      }
    } catch (IOException e) {
      // The client went away, or did not speak HTTP: the connection ends either way.
      return;
    } finally {
      connections.remove(connection);
    }
  }

  private void record(ReceivedRequest request) {
    received.incrementAndGet();
    synchronized (recorded) {
      if (recorded.size() == MAX_RECORDED) {
        recorded.removeFirst();
      }
      recorded.addLast(request);
    }
  }

  private void answer(ReceivedRequest request, ResponseWriter writer) throws IOException {
    JsonNode body;
    try {
      body = JSON.readTree(request.body());
    } catch (JsonProcessingException e) {
      json(writer, 400, Answers.error("invalid_request_error", "the body is not JSON"));
      return;
    }
    pause(options.latency());
    String model = body.path("model").asText();
    switch (model) {
      case "fail-401" ->
          json(
              writer,
              401,
              Answers.error(
                  "invalid_api_key",
                  "Incorrect API key provided: " + request.headers().get("authorization")));
      case "fail-429" -> json(writer, 429, Answers.error("rate_limit_exceeded", "slow down"));
      case "fail-500" -> json(writer, 500, Answers.error("server_error", "something broke"));
      default -> succeed(request.path(), body, writer);
    }
  }

  private void succeed(String path, JsonNode body, ResponseWriter writer) throws IOException {
    boolean stream = body.path("stream").asBoolean();
    int query = path.indexOf('?');
    switch (query < 0 ? path : path.substring(0, query)) {
      case "/v1/chat/completions" -> {
        if (stream) {
          events(writer, ChatAnswer.to(body).chunks());
        } else {
          json(writer, 200, ChatAnswer.to(body).whole());
        }
      }
      case "/v1/responses" -> {
        if (stream) {
          events(writer, ResponsesAnswer.to(body).events());
        } else {
          json(writer, 200, ResponsesAnswer.to(body).whole());
        }
      }
      case "/v1/embeddings" -> json(writer, 200, Answers.embeddings(body));
      default -> json(writer, 404, Answers.error("invalid_request_error", "no such path"));
    }
  }

  private void events(ResponseWriter writer, List<String> events) throws IOException {
    writer.startEvents();
    for (String event : events) {
      writer.event(event);
      pause(options.chunkDelay());
    }
    writer.endEvents();
  }

  private static void json(ResponseWriter writer, int status, JsonNode body) throws IOException {
    writer.json(status, JSON.writeValueAsBytes(body));
  }

  private static void pause(Duration time) {
    if (time.isZero()) {
      return;
    }
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void daemon(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }
}
