// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.pekkohttp;

import io.obsagent.spi.telemetry.HttpServerAdapter;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.jspecify.annotations.Nullable;

/** Requests and responses of Pekko HTTP. Both are immutable: an answer is what stands for one. */
enum PekkoAdapter implements HttpServerAdapter<IncomingRequest, Answer> {
  INSTANCE;

  @Override
  public String method(IncomingRequest request) {
    return request.request().method().value();
  }

  @Override
  public String scheme(IncomingRequest request) {
    return request.request().getUri().getScheme();
  }

  @Override
  public String path(IncomingRequest request) {
    return request.request().getUri().getPathString();
  }

  @Override
  public @Nullable String query(IncomingRequest request) {
    return request.request().getUri().rawQueryString().orElse(null);
  }

  @Override
  public @Nullable String protocolVersion(IncomingRequest request) {
    String protocol = request.request().protocol().value();
    String version = protocol.startsWith("HTTP/") ? protocol.substring("HTTP/".length()) : protocol;
    return version.equals("2.0") ? "2" : version;
  }

  @Override
  public @Nullable String clientAddress(IncomingRequest request) {
    InetAddress address = request.peer() == null ? null : request.peer().getAddress();
    return address == null ? null : address.getHostAddress();
  }

  @Override
  public @Nullable String get(@Nullable IncomingRequest request, String name) {
    Iterator<String> all = getAll(request, name);
    return all.hasNext() ? all.next() : null;
  }

  @Override
  public Iterator<String> getAll(@Nullable IncomingRequest request, String name) {
    if (request == null) {
      return Collections.emptyIterator();
    }
    List<String> values = null;
    for (HttpHeader header : request.request().getHeaders()) {
      if (header.name().equalsIgnoreCase(name)) {
        values = values == null ? new ArrayList<>(1) : values;
        values.add(header.value());
      }
    }
    return values == null ? Collections.emptyIterator() : values.iterator();
  }

  @Override
  public int status(Answer answer) {
    return answer.status();
  }

  @Override
  public boolean isCommitted(Answer answer) {
    return answer.status() != 0;
  }

  @Override
  public void setHeader(Answer answer, String name, String value) {
    if (answer.response != null && answer.response.getHeader(name).isEmpty()) {
      answer.response = answer.response.addHeader(RawHeader.create(name, value));
    }
  }
}
