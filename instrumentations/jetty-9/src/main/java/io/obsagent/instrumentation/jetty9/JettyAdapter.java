// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jetty9;

import io.obsagent.spi.telemetry.HttpServerAdapter;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.Iterator;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;

/** A request of Jetty, before its customizers have seen it, and the response. */
enum JettyAdapter implements HttpServerAdapter<Request, WeakReference<Response>> {
  INSTANCE;

  /**
   * Puts a field into a response: {@code setHeader} does nothing while something is included or an
   * error is sent, and the type of {@code getHttpFields} is not the same before Jetty 10.
   */
  private static final MethodHandle PUT = put();

  private static MethodHandle put() {
    try {
      Method fields = Response.class.getMethod("getHttpFields");
      Method put = fields.getReturnType().getMethod("put", String.class, String.class);
      MethodHandles.Lookup lookup = MethodHandles.publicLookup();
      MethodHandle handle = lookup.unreflect(put);
      return MethodHandles.filterArguments(handle, 0, lookup.unreflect(fields))
          .asType(MethodType.methodType(void.class, Response.class, String.class, String.class));
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  @Override
  public String method(Request request) {
    return request.getMethod();
  }

  @Override
  public String scheme(Request request) {
    boolean secure =
        request.getHttpChannel().getEndPoint() instanceof SslConnection.DecryptedEndPoint;
    return secure || request.isSecure() ? "https" : "http";
  }

  @Override
  public String path(Request request) {
    String path = request.getRequestURI();
    return path == null ? "" : path;
  }

  @Override
  public @Nullable String query(Request request) {
    return request.getQueryString();
  }

  @Override
  public @Nullable String protocolVersion(Request request) {
    return switch (request.getProtocol()) {
      case "HTTP/1.1" -> "1.1";
      case "HTTP/2.0" -> "2";
      case "HTTP/3.0" -> "3";
      case "HTTP/1.0" -> "1.0";
      default -> null;
    };
  }

  @Override
  public @Nullable String clientAddress(Request request) {
    InetSocketAddress peer = request.getHttpChannel().getRemoteAddress();
    InetAddress address = peer == null ? null : peer.getAddress();
    return address == null ? null : address.getHostAddress();
  }

  @Override
  public @Nullable String get(@Nullable Request request, String name) {
    return request == null ? null : request.getHeader(name);
  }

  @Override
  public Iterator<String> getAll(@Nullable Request request, String name) {
    return request == null ? Collections.emptyIterator() : request.getHeaders(name).asIterator();
  }

  @Override
  public int status(WeakReference<Response> reference) {
    Response response = reference.get();
    return response == null ? 0 : response.getStatus();
  }

  @Override
  public boolean isCommitted(WeakReference<Response> reference) {
    Response response = reference.get();
    return response == null || response.isCommitted();
  }

  @Override
  public void setHeader(WeakReference<Response> reference, String name, String value) {
    Response response = reference.get();
    if (response == null || response.containsHeader(name)) {
      return;
    }
    try {
      PUT.invokeExact(response, name, value);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e); // it declares none
    }
  }
}
