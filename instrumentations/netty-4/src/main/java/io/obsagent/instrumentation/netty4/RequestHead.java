// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.netty4;

import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** The head of a request that has arrived, in whatever version of HTTP. */
interface RequestHead {
  String method();

  /** Path and query, maybe with scheme and host before them; empty where it cannot be read. */
  String uri();

  @Nullable String version();

  @Nullable String get(String name);

  Iterator<String> getAll(String name);

  /** A message of Netty's, also of a stream whose frames a codec has made it of. */
  record Message(HttpRequest request, boolean stream) implements RequestHead {
    /** What Netty makes of a request whose first line it cannot read. */
    private static final String UNREADABLE = "/bad-request";

    private boolean isUnreadable() {
      return request.decoderResult().isFailure() && request.uri().equals(UNREADABLE);
    }

    @Override
    public String method() {
      return isUnreadable() ? "" : request.method().name();
    }

    @Override
    public String uri() {
      return isUnreadable() ? "" : request.uri();
    }

    @Override
    public @Nullable String version() {
      if (stream) {
        return "2";
      }
      HttpVersion version = request.protocolVersion();
      return version.majorVersion() != 1 ? null : version.minorVersion() == 1 ? "1.1" : "1.0";
    }

    @Override
    public @Nullable String get(String name) {
      return request.headers().get(name);
    }

    @Override
    public Iterator<String> getAll(String name) {
      return request.headers().getAll(name).iterator();
    }
  }
}
