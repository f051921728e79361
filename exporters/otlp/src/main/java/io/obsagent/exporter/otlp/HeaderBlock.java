// SPDX-License-Identifier: Apache-2.0
package io.obsagent.exporter.otlp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.obsagent.exporter.transport.ByteOutput;
import io.obsagent.exporter.transport.Endpoint;
import java.net.ProtocolException;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Headers of HTTP/2 in HPACK (<a href="https://www.rfc-editor.org/rfc/rfc7541">RFC 7541</a>),
 * without a dynamic table: requests do not use one, and the settings forbid it to the peer. Of the
 * static table only {@code :status} matters to gRPC.
 */
final class HeaderBlock {
  private static final int METHOD_POST = 0x83;
  private static final int SCHEME_HTTP = 0x86;
  private static final int SCHEME_HTTPS = 0x87;
  private static final int NAME_AUTHORITY = 1;
  private static final int NAME_PATH = 4;
  private static final int STATIC_ENTRIES = 61;
  private static final int FIRST_STATUS = 8;
  private static final String[] STATUS = {"200", "204", "206", "304", "400", "404", "500"};
  private static final String OTHER = "(other)";

  private final byte[] bytes;
  private final int end;
  private int position;

  private HeaderBlock(byte[] bytes, int size) {
    this.bytes = bytes;
    this.end = size;
  }

  static byte[] request(Endpoint endpoint, Map<String, String> headers) {
    ByteOutput output = new ByteOutput();
    output.writeByte(METHOD_POST);
    output.writeByte(endpoint.tls() ? SCHEME_HTTPS : SCHEME_HTTP);
    output.writeByte(NAME_PATH);
    writeText(output, endpoint.path());
    output.writeByte(NAME_AUTHORITY);
    writeText(output, endpoint.authority());
    headers.forEach(
        (name, value) -> {
          // Never to be indexed by a proxy: some are secrets.
          output.writeByte(0x10);
          writeText(output, name.toLowerCase(Locale.ROOT));
          writeText(output, value);
        });
    byte[] block = new byte[output.size()];
    output.view().get(block);
    return block;
  }

  private static void writeText(ByteOutput output, String text) {
    byte[] raw = text.getBytes(ISO_8859_1);
    if (raw.length < 0x7f) {
      output.writeByte(raw.length);
    } else {
      output.writeByte(0x7f);
      output.writeVarint(raw.length - 0x7f);
    }
    output.writeBytes(raw);
  }

  /** Tells all headers; names that gRPC has no use for may read {@code (other)}. */
  static void read(byte[] bytes, int size, BiConsumer<String, String> headers)
      throws ProtocolException {
    HeaderBlock block = new HeaderBlock(bytes, size);
    while (block.position < block.end) {
      block.readOne(headers);
    }
  }

  private void readOne(BiConsumer<String, String> headers) throws ProtocolException {
    int first = bytes[position] & 0xff;
    if ((first & 0x80) != 0) {
      int index = integer(7);
      headers.accept(staticName(index), isStatus(index) ? STATUS[index - FIRST_STATUS] : "");
    } else if ((first & 0xe0) == 0x20) {
      if (integer(5) != 0) {
        throw new ProtocolException("the answer enlarges the header table");
      }
    } else {
      int index = integer((first & 0x40) != 0 ? 6 : 4);
      String name = index == 0 ? text() : staticName(index);
      headers.accept(name, text());
    }
  }

  private static boolean isStatus(int index) {
    return index >= FIRST_STATUS && index < FIRST_STATUS + STATUS.length;
  }

  private static String staticName(int index) throws ProtocolException {
    if (index < 1 || index > STATIC_ENTRIES) {
      throw new ProtocolException("the answer refers to header " + index + ", which is not there");
    }
    return isStatus(index) ? ":status" : OTHER;
  }

  private int integer(int prefixBits) throws ProtocolException {
    int mask = (1 << prefixBits) - 1;
    int value = next() & mask;
    if (value < mask) {
      return value;
    }
    for (int shift = 0; shift <= 21; shift += 7) {
      int part = next();
      value += (part & 0x7f) << shift;
      if ((part & 0x80) == 0) {
        return value;
      }
    }
    throw new ProtocolException("a number in a header of the answer is too large");
  }

  private String text() throws ProtocolException {
    if (position >= end) {
      throw new ProtocolException("the headers of the answer end too early");
    }
    boolean huffman = (bytes[position] & 0x80) != 0;
    int length = integer(7);
    if (length > end - position) {
      throw new ProtocolException("a header of the answer is longer than all of them");
    }
    int from = position;
    position += length;
    return huffman
        ? HuffmanDecoder.decode(bytes, from, position)
        : new String(bytes, from, length, ISO_8859_1);
  }

  private int next() throws ProtocolException {
    if (position >= end) {
      throw new ProtocolException("the headers of the answer end too early");
    }
    return bytes[position++] & 0xff;
  }
}
