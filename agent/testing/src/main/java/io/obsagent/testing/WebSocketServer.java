// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import javax.net.ServerSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * A server of web sockets (RFC 6455) that answers each text with texts, or breaks the connection
 * off. Nothing is fragmented, and nothing is extended.
 */
public final class WebSocketServer implements Closeable {
  private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int TEXT = 0x81;
  private static final int CLOSE = 0x88;
  private static final int OPCODE = 0x0F;
  private static final int LENGTH = 0x7F;
  private static final int MASK = 0x80;
  private static final int TWO_BYTES = 126;
  private static final int EIGHT_BYTES = 127;

  private final ServerSocket listener;
  private final Function<String, @Nullable List<String>> script;

  /**
   * @param sockets of TLS, or plain
   * @param script the answers to a text; null to cut the connection
   */
  public WebSocketServer(
      ServerSocketFactory sockets, Function<String, @Nullable List<String>> script)
      throws IOException {
    this.listener = sockets.createServerSocket(0, 64, InetAddress.getLoopbackAddress());
    this.script = script;
    start(this::accept);
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "web-socket-server");
    thread.setDaemon(true);
    thread.start();
  }

  public int port() {
    return listener.getLocalPort();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        start(() -> serve(socket));
      } catch (IOException closed) {
        continue;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      OutputStream out = socket.getOutputStream();
      out.write(handshake(head(in)).getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
      while (true) {
        int opcode = in.readUnsignedByte() & OPCODE;
        byte[] payload = payload(in);
        if (opcode == (CLOSE & OPCODE)) {
          write(out, CLOSE, payload);
          return;
        }
        List<String> answers = script.apply(new String(payload, StandardCharsets.UTF_8));
        if (answers == null) {
          return;
        }
        for (String answer : answers) {
          write(out, TEXT, answer.getBytes(StandardCharsets.UTF_8));
        }
      }
    } catch (IOException clientHasGone) {
      return;
    }
  }

  private static String head(DataInputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      head.write(in.readUnsignedByte());
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  private static String handshake(String head) {
    String key =
        head.lines()
            .filter(line -> line.regionMatches(true, 0, "Sec-WebSocket-Key:", 0, 18))
            .map(line -> line.substring(18).strip())
            .findFirst()
            .orElseThrow(() -> new UncheckedIOException(new IOException("no handshake: " + head)));
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-1")
              .digest((key + MAGIC).getBytes(StandardCharsets.ISO_8859_1));
      return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
          + "Sec-WebSocket-Accept: "
          + Base64.getEncoder().encodeToString(hash)
          + "\r\n\r\n";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What clients send is masked. */
  private static byte[] payload(DataInputStream in) throws IOException {
    int second = in.readUnsignedByte();
    long length = second & LENGTH;
    if (length == TWO_BYTES) {
      length = in.readUnsignedShort();
    } else if (length == EIGHT_BYTES) {
      length = in.readLong();
    }
    byte[] mask = new byte[(second & MASK) == 0 ? 0 : 4];
    in.readFully(mask);
    byte[] payload = new byte[Math.toIntExact(length)];
    in.readFully(payload);
    for (int i = 0; i < payload.length && mask.length > 0; i++) {
      payload[i] ^= mask[i % mask.length];
    }
    return payload;
  }

  private static void write(OutputStream out, int first, byte[] payload) throws IOException {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(first);
    if (payload.length < TWO_BYTES) {
      frame.write(payload.length);
    } else {
      frame.write(TWO_BYTES);
      frame.write(payload.length >> 8);
      frame.write(payload.length);
    }
    frame.write(payload);
    out.write(frame.toByteArray());
    out.flush();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
