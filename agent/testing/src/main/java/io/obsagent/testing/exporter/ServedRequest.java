// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing.exporter;

import io.obsagent.spi.telemetry.HttpServerOperation;
import io.obsagent.spi.telemetry.HttpServerRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request that a test serves without a server: headers, and what is done meanwhile. */
enum ServedRequest implements HttpServerRequest<Map<String, String>> {
  READER;

  static void run(Map<String, String> headers, Runnable work) {
    HttpServerOperation operation = HttpServerOperation.start(READER, headers);
    if (operation == null) {
      throw new IllegalStateException("requests are not watched on this thread");
    }
    operation.attach();
    try {
      work.run();
    } finally {
      operation.status(200);
      operation.finish(null);
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
  public Iterable<String> keys(Map<String, String> headers) {
    return headers.keySet();
  }

  @Override
  public @Nullable String get(@Nullable Map<String, String> headers, String name) {
    return headers == null ? null : headers.get(name);
  }
}
