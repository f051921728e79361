// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.tomcat;

import io.obsagent.spi.telemetry.HttpServerAdapter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.coyote.ActionCode;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.tomcat.util.buf.ByteChunk;
import org.apache.tomcat.util.buf.MessageBytes;
import org.apache.tomcat.util.http.MimeHeaders;
import org.jspecify.annotations.Nullable;

/** Coyote's request, before Catalina has parsed it, and its response. */
enum TomcatAdapter implements HttpServerAdapter<Request, Response> {
  INSTANCE;

  @Override
  public String method(Request request) {
    MessageBytes method = request.method();
    if (method.equals("GET")) {
      return "GET";
    }
    String text = text(method);
    return text == null ? "" : text;
  }

  @Override
  public String scheme(Request request) {
    MessageBytes scheme = request.scheme();
    return !scheme.isNull() && scheme.equals("https") ? "https" : "http";
  }

  @Override
  public String path(Request request) {
    String path = text(request.requestURI());
    return path == null ? "" : path;
  }

  @Override
  public @Nullable String query(Request request) {
    return text(request.queryString());
  }

  @Override
  public @Nullable String protocolVersion(Request request) {
    MessageBytes protocol = request.protocol();
    if (protocol.equals("HTTP/1.1")) {
      return "1.1";
    }
    if (protocol.equals("HTTP/2.0")) {
      return "2";
    }
    return protocol.equals("HTTP/1.0") ? "1.0" : null;
  }

  @Override
  public @Nullable String clientAddress(Request request) {
    MessageBytes address = request.remoteAddr();
    if (address.isNull()) {
      request.action(ActionCode.REQ_HOST_ADDR_ATTRIBUTE, request);
    }
    return address.toString();
  }

  @Override
  public @Nullable String get(@Nullable Request request, String name) {
    return request == null ? null : request.getHeader(name);
  }

  @Override
  public Iterator<String> getAll(@Nullable Request request, String name) {
    if (request == null) {
      return Collections.emptyIterator();
    }
    MimeHeaders headers = request.getMimeHeaders();
    int first = headers.findHeader(name, 0);
    if (first < 0) {
      return Collections.emptyIterator();
    }
    String value = value(headers, first);
    int next = headers.findHeader(name, first + 1);
    if (next < 0) {
      return Collections.singleton(value).iterator();
    }
    List<String> values = new ArrayList<>();
    values.add(value);
    for (; next >= 0; next = headers.findHeader(name, next + 1)) {
      values.add(value(headers, next));
    }
    return values.iterator();
  }

  /** Of an empty header Tomcat keeps nothing. */
  private static String value(MimeHeaders headers, int index) {
    String value = headers.getValue(index).toString();
    return value == null ? "" : value;
  }

  @Override
  public int status(Response response) {
    return response.getStatus();
  }

  @Override
  public boolean isCommitted(Response response) {
    return response.isCommitted();
  }

  @Override
  public void setHeader(Response response, String name, String value) {
    if (response.getMimeHeaders().getValue(name) == null) {
      response.addHeader(name, value);
    }
  }

  /**
   * Not {@code toString()} on bytes: in some versions it turns them into a string for good, which
   * Catalina does not expect of a path.
   */
  private static @Nullable String text(MessageBytes bytes) {
    return bytes.getType() == MessageBytes.T_BYTES ? text(bytes.getByteChunk()) : bytes.toString();
  }

  /** ASCII, which a path mostly is, needs no decoder. */
  @SuppressWarnings("deprecation") // the one constructor that decodes nothing
  private static String text(ByteChunk chunk) {
    byte[] bytes = chunk.getBuffer();
    int start = chunk.getStart();
    int end = chunk.getEnd();
    for (int i = start; i < end; i++) {
      if (bytes[i] < 0) {
        return chunk.toString();
      }
    }
    return new String(bytes, 0, start, end - start);
  }
}
