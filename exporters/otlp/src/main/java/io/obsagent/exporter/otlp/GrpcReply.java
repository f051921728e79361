// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.otlp;

import io.obsagent.exporter.transport.OneLine;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What comes back from one call, while it comes. Not thread-safe. */
final class GrpcReply {
  private static final int MAX_HEADERS = 64 << 10;
  private static final int MAX_BODY = 32 << 10;

  /** Whether it is compressed, and four bytes of length. */
  private static final int PREFIX = 5;

  private byte[] block = new byte[512];
  private int blockSize;
  private boolean inHeaders;
  private boolean lastHeaders;
  private boolean begun;
  private boolean complete;
  private byte[] body = new byte[0];

  private String httpStatus = "";
  private String grpcStatus = "";
  private String grpcMessage = "";

  void headers(ByteBuffer part, boolean endStream, boolean endHeaders) throws ProtocolException {
    begun = true;
    lastHeaders = inHeaders ? lastHeaders : endStream;
    inHeaders = true;
    if (blockSize + part.remaining() > MAX_HEADERS) {
      throw new ProtocolException("the headers of the answer are too large");
    }
    if (blockSize + part.remaining() > block.length) {
      block = Arrays.copyOf(block, Math.max(2 * block.length, blockSize + part.remaining()));
    }
    int length = part.remaining();
    part.get(block, blockSize, length);
    blockSize += length;
    if (endHeaders) {
      inHeaders = false;
      HeaderBlock.read(block, blockSize, this::header);
      blockSize = 0;
      complete = lastHeaders;
    }
  }

  private void header(String name, String value) {
    switch (name) {
      case ":status" -> httpStatus = value;
      case "grpc-status" -> grpcStatus = value;
      case "grpc-message" -> grpcMessage = value;
      default -> {}
    }
  }

  void data(ByteBuffer part, boolean endStream) throws ProtocolException {
    begun = true;
    if (body.length + part.remaining() > MAX_BODY) {
      throw new ProtocolException("the answer is longer than " + MAX_BODY + " bytes");
    }
    int before = body.length;
    int length = part.remaining();
    body = Arrays.copyOf(body, before + length);
    part.get(body, before, length);
    complete = endStream;
  }

  boolean inHeaders() {
    return inHeaders;
  }

  boolean hasBegun() {
    return begun;
  }

  boolean isComplete() {
    return complete;
  }

  String httpStatus() {
    return httpStatus;
  }

  /** The number of <a href="https://grpc.io/docs/guides/status-codes/">a gRPC status</a>. */
  String grpcStatus() {
    return grpcStatus;
  }

  /** Without percent-encoding, on one line, and cut. */
  String message() {
    byte[] bytes = grpcMessage.getBytes(StandardCharsets.ISO_8859_1);
    java.io.ByteArrayOutputStream plain = new java.io.ByteArrayOutputStream();
    for (int i = 0; i < bytes.length && plain.size() < 500; i++) {
      int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
      int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
      if (bytes[i] == '%' && high >= 0 && low >= 0) {
        plain.write(high << 4 | low);
        i += 2;
      } else {
        plain.write(bytes[i]);
      }
    }
    return OneLine.of(plain.toString(StandardCharsets.UTF_8));
  }

  /** The first message that came, without its prefix; empty if it is not there, or compressed. */
  byte[] body() {
    if (body.length < PREFIX || body[0] != 0) {
      return new byte[0];
    }
    int length = ByteBuffer.wrap(body, 1, 4).getInt();
    int end = PREFIX + Math.min(Math.max(0, length), body.length - PREFIX);
    return Arrays.copyOfRange(body, PREFIX, end);
  }
}
