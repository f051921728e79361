// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdkhttpserver;

import com.sun.net.httpserver.Headers;
import io.obsagent.spi.telemetry.HttpServerAdapter;
import io.obsagent.spi.telemetry.ServerExchange;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * A request that the server answers itself, before there is an exchange: no context has its path,
 * or it is none at all. (That answer is text by then, and gets no correlation id.)
 *
 * @param line the first of the request, whatever it is
 * @param headers null where the server did not get as far
 */
record RefusedRequest(String line, @Nullable Headers headers) {

  static void record(String line, @Nullable Headers headers, int status) {
    ServerExchange<Integer> exchange =
        ServerExchange.start(Adapter.INSTANCE, new RefusedRequest(line, headers), status);
    if (exchange != null) {
      exchange.beforeCommit();
      exchange.end(null);
    }
  }

  /** What is between the first blank and the second, or the end. */
  private String target() {
    int from = line.indexOf(' ') + 1;
    int to = line.indexOf(' ', from);
    return from == 0 ? "" : line.substring(from, to < 0 ? line.length() : to);
  }

  private enum Adapter implements HttpServerAdapter<RefusedRequest, Integer> {
    INSTANCE;

    private static final String PROTOCOL = " HTTP/";

    @Override
    public String method(RefusedRequest request) {
      int blank = request.line.indexOf(' ');
      return blank < 0 ? "" : request.line.substring(0, blank);
    }

    @Override
    public String scheme(RefusedRequest request) {
      return "http";
    }

    @Override
    public String path(RefusedRequest request) {
      String target = request.target();
      int query = target.indexOf('?');
      return query < 0 ? target : target.substring(0, query);
    }

    @Override
    public @Nullable String query(RefusedRequest request) {
      String target = request.target();
      int query = target.indexOf('?');
      return query < 0 ? null : target.substring(query + 1);
    }

    @Override
    public @Nullable String protocolVersion(RefusedRequest request) {
      int protocol = request.line.lastIndexOf(PROTOCOL);
      return protocol < 0 ? null : request.line.substring(protocol + PROTOCOL.length());
    }

    @Override
    public @Nullable String clientAddress(RefusedRequest request) {
      return null;
    }

    @Override
    public @Nullable String get(@Nullable RefusedRequest request, String name) {
      Headers headers = request == null ? null : request.headers;
      return headers == null ? null : headers.getFirst(name);
    }

    @Override
    public Iterator<String> getAll(@Nullable RefusedRequest request, String name) {
      return ExchangeAdapter.values(request == null ? null : request.headers, name);
    }

    @Override
    public int status(Integer response) {
      return response;
    }

    @Override
    public boolean isCommitted(Integer response) {
      return true;
    }

    @Override
    public void setHeader(Integer response, String name, String value) {}
  }
}
