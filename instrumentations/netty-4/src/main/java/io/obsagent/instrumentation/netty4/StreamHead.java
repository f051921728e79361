// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.netty4;

import io.netty.handler.codec.http2.Http2Headers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The head of a request that came in frames of HTTP/2. */
record StreamHead(Http2Headers headers) implements RequestHead {
  static String text(@Nullable CharSequence value) {
    return value == null ? "" : value.toString();
  }

  @Override
  public String method() {
    return text(headers.method());
  }

  @Override
  public String uri() {
    return text(headers.path());
  }

  @Override
  public String version() {
    return "2";
  }

  @Override
  public @Nullable String get(String name) {
    CharSequence value = headers.get(name.toLowerCase(Locale.ROOT));
    return value == null ? null : value.toString();
  }

  @Override
  public Iterator<String> getAll(String name) {
    List<CharSequence> values = headers.getAll(name.toLowerCase(Locale.ROOT));
    if (values.isEmpty()) {
      return Collections.emptyIterator();
    }
    List<String> texts = new ArrayList<>(values.size());
    for (CharSequence value : values) {
      texts.add(value.toString());
    }
    return texts.iterator();
  }
}
