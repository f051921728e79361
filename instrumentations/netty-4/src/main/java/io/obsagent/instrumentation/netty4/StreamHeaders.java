// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.netty4;

import io.netty.handler.codec.http2.Http2Headers;
import java.util.Locale;

/** Headers of HTTP/2, which the codec has made of the application's. */
record StreamHeaders(Http2Headers headers) implements HeaderLines {
  @Override
  public boolean contains(String name) {
    return headers.contains(lower(name));
  }

  @Override
  public void add(String name, String value) {
    if (HeaderLines.isField(value)) {
      headers.add(lower(name), value);
    }
  }

  @Override
  public void remove(String name) {
    headers.remove(lower(name));
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
