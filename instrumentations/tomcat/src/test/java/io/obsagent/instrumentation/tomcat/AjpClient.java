// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.tomcat;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * As much of a proxy that speaks AJP 1.3 as a GET needs.
 *
 * @see <a href="https://tomcat.apache.org/connectors-doc/ajp/ajpv13a.html">the protocol</a>
 */
final class AjpClient implements AutoCloseable {
  private static final int TO_SERVER = 0x1234;
  private static final int FORWARD_REQUEST = 2;
  private static final int GET = 2;
  private static final int END_OF_REQUEST = 0xFF;
  private static final int BODY_CHUNK = 3;
  private static final int HEADERS = 4;
  private static final int END_RESPONSE = 5;
  private static final int COMMON_HEADER = 0xA0;

  private final Socket socket;

  /** What came back; headers that the protocol abbreviates are left out. */
  record Answer(int status, Map<String, String> headers, String body) {}

  AjpClient(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(60_000);
  }

  /** Sends a request on behalf of the client 192.0.2.7. */
  Answer get(String path, String correlationId) throws IOException {
    ByteArrayOutputStream packet = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(packet);
    out.writeByte(FORWARD_REQUEST);
    out.writeByte(GET);
    write(out, "HTTP/1.1");
    write(out, path);
    write(out, "192.0.2.7");
    write(out, "client.example");
    write(out, "localhost");
    out.writeShort(80);
    out.writeBoolean(false);
    out.writeShort(1);
    write(out, "X-Correlation-ID");
    write(out, correlationId);
    out.writeByte(END_OF_REQUEST);
    DataOutputStream wire = new DataOutputStream(socket.getOutputStream());
    wire.writeShort(TO_SERVER);
    wire.writeShort(packet.size());
    packet.writeTo(wire);
    wire.flush();
    return read(new DataInputStream(socket.getInputStream()));
  }

  private static Answer read(DataInputStream in) throws IOException {
    int status = 0;
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    StringBuilder body = new StringBuilder();
    for (; ; ) {
      in.readShort();
      int length = in.readUnsignedShort();
      int type = in.readUnsignedByte();
      switch (type) {
        case HEADERS -> {
          status = in.readUnsignedShort();
          readString(in);
          readHeaders(in, headers);
        }
        case BODY_CHUNK -> {
          byte[] chunk = new byte[in.readUnsignedShort()];
          in.readFully(chunk);
          body.append(new String(chunk, StandardCharsets.UTF_8));
          in.readByte();
        }
        case END_RESPONSE -> {
          in.readByte();
          return new Answer(status, headers, body.toString());
        }
        default -> in.skipNBytes(length - 1);
      }
    }
  }

  private static void readHeaders(DataInputStream in, Map<String, String> headers)
      throws IOException {
    int count = in.readUnsignedShort();
    for (int i = 0; i < count; i++) {
      int length = in.readUnsignedShort();
      if (length >> 8 == COMMON_HEADER) {
        readString(in);
      } else {
        headers.put(readString(in, length), readString(in));
      }
    }
  }

  private static String readString(DataInputStream in) throws IOException {
    return readString(in, in.readUnsignedShort());
  }

  private static String readString(DataInputStream in, int length) throws IOException {
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    in.readByte();
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static void write(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeShort(bytes.length);
    out.write(bytes);
    out.writeByte(0);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
