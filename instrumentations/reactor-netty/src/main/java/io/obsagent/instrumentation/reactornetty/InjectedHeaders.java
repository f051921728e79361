// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.reactornetty;

import io.netty.handler.codec.http.HttpHeaders;
import io.obsagent.spi.telemetry.HeaderSetter;
import io.obsagent.spi.telemetry.HttpClientOperation;
import java.util.ArrayList;
import java.util.List;

/** Headers added to a request that the application sees again, and what stood in their place. */
final class InjectedHeaders {
  private final HttpHeaders headers;
  private final List<String> added = new ArrayList<>();
  private final List<String> replaced = new ArrayList<>(0);

  private InjectedHeaders(HttpHeaders headers) {
    this.headers = headers;
  }

  static InjectedHeaders into(HttpHeaders headers, HttpClientOperation operation) {
    InjectedHeaders injected = new InjectedHeaders(headers);
    operation.inject(injected, Setter.INSTANCE);
    return injected;
  }

  /** Makes the headers what they were. */
  void restore() {
    for (int i = 0; i < added.size(); i++) {
      headers.remove(added.get(i));
    }
    for (int i = 0; i < replaced.size(); i += 2) {
      headers.add(replaced.get(i), replaced.get(i + 1));
    }
  }

  private void keep(String name) {
    if (headers.contains(name)) {
      for (String value : headers.getAll(name)) {
        replaced.add(name);
        replaced.add(value);
      }
    }
  }

  private enum Setter implements HeaderSetter<InjectedHeaders> {
    INSTANCE;

    @Override
    public void set(InjectedHeaders injected, String name, String value) {
      injected.keep(name);
      injected.added.add(name);
      injected.headers.set(name, value);
    }

    @Override
    public void remove(InjectedHeaders injected, String name) {
      injected.keep(name);
      injected.headers.remove(name);
    }
  }
}
