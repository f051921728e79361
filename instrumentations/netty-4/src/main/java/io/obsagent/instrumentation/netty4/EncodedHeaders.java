// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.netty4;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;

/** Headers of HTTP/1, whose lines are written before those of the application. */
final class EncodedHeaders implements HeaderLines {
  private static final String SEPARATOR = ": ";
  private static final String END = "\r\n";

  private final ByteBuf wire;
  private HttpHeaders headers;
  private boolean copied;

  EncodedHeaders(HttpHeaders headers, ByteBuf wire) {
    this.headers = headers;
    this.wire = wire;
  }

  /** The headers that are to be written besides. */
  HttpHeaders rest() {
    return headers;
  }

  @Override
  public boolean contains(String name) {
    return headers.contains(name);
  }

  @Override
  public void add(String name, String value) {
    if (HeaderLines.isField(value)) {
      wire.ensureWritable(name.length() + SEPARATOR.length() + value.length() + END.length());
      ByteBufUtil.writeAscii(wire, name);
      ByteBufUtil.writeAscii(wire, SEPARATOR);
      ByteBufUtil.writeAscii(wire, value);
      ByteBufUtil.writeAscii(wire, END);
    }
  }

  /** Few applications set headers of ours, so mostly there is nothing to copy. */
  @Override
  public void remove(String name) {
    if (headers.contains(name)) {
      if (!copied) {
        headers = new DefaultHttpHeaders(false).set(headers);
        copied = true;
      }
      headers.remove(name);
    }
  }
}
