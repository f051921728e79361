// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Answers each request by the next text of its script, as it stands, and closes the connection. A
 * character is a byte, so binary formats can be written, too.
 */
public final class ScriptedServer implements Closeable {
  /**
   * One answer.
   *
   * @param gate what the rest waits for, or null
   */
  public record Answer(String text, @Nullable CountDownLatch gate, String rest) {}

  /** Whoever forgets a gate gets a stream that is cut, not one that never ends. */
  private static final int PATIENCE_SECONDS = 60;

  private static final int BEYOND_THE_CUT = 1_000;
  private static final String EVENTS = "text/event-stream";

  private final ServerSocket listener;
  private final Queue<Answer> script;
  private final @Nullable Answer always;
  private final Queue<String> requests = new ConcurrentLinkedQueue<>();

  public ScriptedServer(Answer... script) {
    this(null, script);
  }

  /** Gives the same answer to each request, many at a time. */
  public static ScriptedServer always(Answer answer) {
    return new ScriptedServer(answer, new Answer[0]);
  }

  private ScriptedServer(@Nullable Answer always, Answer... script) {
    try {
      this.listener = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.always = always;
    this.script = new ConcurrentLinkedQueue<>(List.of(script));
    Thread thread = new Thread(this::serve, "scripted-server");
    thread.setDaemon(true);
    thread.start();
  }

  public static Answer json(int status, String headers, String body) {
    return whole(head(status, "application/json", headers, body.length()) + body);
  }

  /** A whole body that comes when a gate is opened. */
  public static Answer jsonAfter(CountDownLatch gate, String body) {
    return new Answer("", gate, head(200, "application/json", "", body.length()) + body);
  }

  /** A stream of server-sent events that ends with its connection. */
  public static Answer events(String events) {
    return stream(EVENTS, events);
  }

  /** A stream of another type. */
  public static Answer stream(String type, String chunks) {
    return whole(head(200, type, "", -1) + chunks);
  }

  /** The same, whose rest comes when a gate is opened. */
  public static Answer streamUntil(String type, String chunks, CountDownLatch gate, String rest) {
    return new Answer(head(200, type, "", -1) + chunks, gate, rest);
  }

  /** A stream that breaks off: more was promised. */
  public static Answer cutStream(String type, String chunks) {
    return whole(head(200, type, "", chunks.length() + BEYOND_THE_CUT) + chunks);
  }

  private static Answer whole(String text) {
    return new Answer(text, null, "");
  }

  private static String head(int status, String type, String headers, int length) {
    return "HTTP/1.1 "
        + status
        + " x\r\nContent-Type: "
        + type
        + "\r\nConnection: close\r\n"
        + headers
        + (length < 0 ? "" : "Content-Length: " + length + "\r\n")
        + "\r\n";
  }

  /** Where requests go, without a path. */
  public String url() {
    return "http://127.0.0.1:" + listener.getLocalPort();
  }

  public int port() {
    return listener.getLocalPort();
  }

  public Proxy asProxy() {
    return new Proxy(Proxy.Type.HTTP, new InetSocketAddress("127.0.0.1", listener.getLocalPort()));
  }

  /** The first lines of the requests so far. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  private void serve() {
    while (!listener.isClosed()) {
      try {
        Socket connection = listener.accept();
        if (always == null) {
          serve(connection, script.poll());
        } else {
          Thread thread = new Thread(() -> serve(connection, always), "scripted-answer");
          thread.setDaemon(true);
          thread.start();
        }
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket given, @Nullable Answer answer) {
    try (Socket connection = given) {
      requests.add(read(connection.getInputStream()).lines().findFirst().orElse(""));
      if (answer != null) {
        write(answer, connection.getOutputStream());
      }
    } catch (IOException closedByEitherSide) {
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void write(Answer answer, OutputStream out)
      throws IOException, InterruptedException {
    out.write(answer.text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
    if (answer.gate != null && answer.gate.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      out.write(answer.rest.getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  /** All of a request, lest the connection be reset as it is closed; answers the head. */
  private static String read(InputStream in) throws IOException {
    String head = readUntil(in, "\r\n\r\n");
    int length = 0;
    for (String line : head.toLowerCase(Locale.ROOT).split("\r\n")) {
      if (line.startsWith("content-length:")) {
        length = Integer.parseInt(line.substring(line.indexOf(':') + 1).trim());
      } else if (line.startsWith("transfer-encoding:")) {
        readChunks(in);
      }
    }
    in.readNBytes(length);
    return head;
  }

  private static void readChunks(InputStream in) throws IOException {
    int length;
    do {
      String line = readUntil(in, "\r\n").trim();
      length = line.isEmpty() ? 0 : Integer.parseInt(line, 16);
      in.readNBytes(length + 2);
    } while (length > 0);
  }

  /** Empty where the connection ends before. */
  private static String readUntil(InputStream in, String end) throws IOException {
    StringBuilder text = new StringBuilder();
    while (text.length() < end.length()
        || !text.substring(text.length() - end.length()).equals(end)) {
      int next = in.read();
      if (next < 0) {
        return "";
      }
      text.append((char) next);
    }
    return text.toString();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
