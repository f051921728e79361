// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing.exporter;

import io.obsagent.spi.telemetry.HttpServerAdapter;
import io.obsagent.spi.telemetry.ServerExchange;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request that a test serves without a server: headers, and what is done meanwhile. */
enum ServedRequest implements HttpServerAdapter<Map<String, String>, Integer> {
  ADAPTER;

  private static final int OK = 200;

  static void run(Map<String, String> headers, Runnable work) {
    ServerExchange<Integer> exchange = ServerExchange.start(ADAPTER, headers, OK);
    if (exchange == null) {
      throw new IllegalStateException("requests are not watched on this thread");
    }
    exchange.enter();
    try {
      work.run();
    } finally {
      exchange.leave(null, false);
    }
  }

  @Override
  public String method(Map<String, String> headers) {
    return "GET";
  }

  @Override
  public String scheme(Map<String, String> headers) {
    return "http";
  }

  @Override
  public String path(Map<String, String> headers) {
    return "/served";
  }

  @Override
  public @Nullable String query(Map<String, String> headers) {
    return null;
  }

  @Override
  public @Nullable String protocolVersion(Map<String, String> headers) {
    return null;
  }

  @Override
  public @Nullable String clientAddress(Map<String, String> headers) {
    return null;
  }

  @Override
  public @Nullable String get(@Nullable Map<String, String> headers, String name) {
    return headers == null ? null : headers.get(name);
  }

  @Override
  public Iterator<String> getAll(@Nullable Map<String, String> headers, String name) {
    String value = get(headers, name);
    return value == null ? Collections.emptyIterator() : List.of(value).iterator();
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
