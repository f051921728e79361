// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.database;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * A connection of the agent's own to a Redis server: one command after the other, with replies that
 * are texts. Whatever is at the other end, nothing waits longer than {@link #TIMEOUT_MILLIS} for a
 * byte, and no reply is larger than {@link #MOST_BYTES}. For one thread.
 *
 * @see <a href="https://redis.io/docs/latest/develop/reference/protocol-spec/">Protocol</a>
 */
final class RespConnection implements AutoCloseable {
  static final int TIMEOUT_MILLIS = 1_000;
  static final int MOST_BYTES = 1 << 20;
  private static final int LONGEST_LINE = 4_096;

  private final Socket socket;
  private final InputStream in;

  private RespConnection(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  /** The server refused a command; its first word says why. */
  static final class Refused extends IOException {
    private static final long serialVersionUID = 1;

    Refused(String reply) {
      super(firstWord(reply));
    }

    private static String firstWord(String reply) {
      int space = reply.indexOf(' ');
      return space < 0 ? reply : reply.substring(0, space);
    }
  }

  static RespConnection open(RedisAddress server) throws IOException {
    Socket plain = new Socket();
    try {
      plain.connect(new InetSocketAddress(server.host(), server.port()), TIMEOUT_MILLIS);
      plain.setSoTimeout(TIMEOUT_MILLIS);
      plain.setTcpNoDelay(true);
      RespConnection connection =
          new RespConnection(server.tls() ? encrypted(plain, server) : plain);
      connection.authenticate(server);
      return connection;
    } catch (IOException | RuntimeException e) {
      plain.close();
      throw e;
    }
  }

  private static Socket encrypted(Socket plain, RedisAddress server) throws IOException {
    SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
    SSLSocket socket = (SSLSocket) factory.createSocket(plain, server.host(), server.port(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  private void authenticate(RedisAddress server) throws IOException {
    if (!server.user().isEmpty()) {
      ask("AUTH", server.user(), server.password());
    } else if (!server.password().isEmpty()) {
      ask("AUTH", server.password());
    }
  }

  /**
   * @return the reply's text, empty where there is none
   * @throws Refused if the server refuses
   */
  String ask(String... command) throws IOException {
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    write(request, "*" + command.length);
    for (String word : command) {
      byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
      write(request, "$" + bytes.length);
      request.write(bytes);
      write(request, "");
    }
    socket.getOutputStream().write(request.toByteArray());
    return reply();
  }

  private static void write(ByteArrayOutputStream request, String line) {
    request.writeBytes((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
  }

  private String reply() throws IOException {
    String line = line();
    String rest = line.isEmpty() ? "" : line.substring(1);
    return switch (line.isEmpty() ? ' ' : line.charAt(0)) {
      case '+', ':' -> rest;
      case '-' -> throw new Refused(rest);
      case '$' -> text(length(rest));
      default -> throw new IOException("no reply of Redis");
    };
  }

  private static int length(String text) throws IOException {
    try {
      int length = Integer.parseInt(text);
      if (length <= MOST_BYTES) {
        return length;
      }
    } catch (NumberFormatException e) {
      throw new IOException("no reply of Redis", e);
    }
    throw new IOException("a reply of more than " + MOST_BYTES + " bytes");
  }

  private String text(int length) throws IOException {
    if (length < 0) {
      return "";
    }
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length || !line().isEmpty()) {
      throw new IOException("a reply that is cut off");
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0 || line.length() == LONGEST_LINE) {
        throw new IOException(c < 0 ? "connection closed" : "no reply of Redis");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
