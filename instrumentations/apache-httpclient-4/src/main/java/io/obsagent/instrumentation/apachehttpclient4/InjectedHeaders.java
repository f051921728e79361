// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.apachehttpclient4;

import io.obsagent.spi.telemetry.HeaderSetter;
import io.obsagent.spi.telemetry.HttpClientOperation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.http.Header;
import org.apache.http.HttpRequest;

/** Headers added to a request that lives on, and what stood in their place. */
final class InjectedHeaders {
  private final HttpRequest request;
  private final List<String> added = new ArrayList<>();
  private final List<Header> replaced = new ArrayList<>(0);

  private InjectedHeaders(HttpRequest request) {
    this.request = request;
  }

  static InjectedHeaders into(HttpRequest request, HttpClientOperation operation) {
    InjectedHeaders headers = new InjectedHeaders(request);
    operation.inject(headers, Setter.INSTANCE);
    return headers;
  }

  /** Makes the request what it was. */
  void restore() {
    for (int i = 0; i < added.size(); i++) {
      request.removeHeaders(added.get(i));
    }
    for (int i = 0; i < replaced.size(); i++) {
      request.addHeader(replaced.get(i));
    }
  }

  private void keep(String name) {
    if (request.containsHeader(name)) {
      Collections.addAll(replaced, request.getHeaders(name));
    }
  }

  private enum Setter implements HeaderSetter<InjectedHeaders> {
    INSTANCE;

    @Override
    public void set(InjectedHeaders headers, String name, String value) {
      headers.keep(name);
      headers.added.add(name);
      headers.request.setHeader(name, value);
    }

    @Override
    public void remove(InjectedHeaders headers, String name) {
      headers.keep(name);
      headers.request.removeHeaders(name);
    }
  }
}
