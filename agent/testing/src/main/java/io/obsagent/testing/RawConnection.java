// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A connection on which a test says byte for byte what it wants, however wrong. */
public final class RawConnection implements AutoCloseable {
  private final Socket socket;

  public RawConnection(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(60_000);
  }

  public RawConnection send(String text) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
    return this;
  }

  /** Reads until the text has come, or the end; answers all that was read. */
  public String readUntil(String text) throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder read = new StringBuilder();
    int next = 0;
    while (read.indexOf(text) < 0 && (next = in.read()) >= 0) {
      read.append((char) next);
    }
    return read.toString();
  }

  /** Reads until the server closes the connection. */
  public String readAll() throws IOException {
    return latin(socket.getInputStream().readAllBytes());
  }

  /** Reads the answer to a request of a method, of a known length or in chunks. */
  public String readAnswer(String method) throws IOException {
    String head = readUntil("\r\n\r\n");
    List<String> lengths = HeaderSink.values(head.lines().toList(), "content-length");
    if (method.equals("HEAD")) {
      return head;
    }
    return lengths.isEmpty()
        ? head + readUntil("0\r\n\r\n")
        : head + latin(socket.getInputStream().readNBytes(Integer.parseInt(lengths.get(0))));
  }

  private static String latin(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** Drops the connection at once, with a reset. */
  public void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
