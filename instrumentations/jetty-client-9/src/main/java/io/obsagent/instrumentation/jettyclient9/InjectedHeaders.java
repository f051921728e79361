// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jettyclient9;

import io.obsagent.spi.telemetry.HeaderSetter;
import io.obsagent.spi.telemetry.HttpClientOperation;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.client.api.Request;
import org.eclipse.jetty.http.HttpField;

/** Headers added to a request that lives on, and what stood in their place. */
final class InjectedHeaders {
  private final List<String> added = new ArrayList<>();
  private final List<HttpField> replaced = new ArrayList<>(0);

  private InjectedHeaders() {}

  static InjectedHeaders into(Request request, HttpClientOperation operation) {
    InjectedHeaders headers = new InjectedHeaders();
    operation.inject(request, headers.new Setter());
    return headers;
  }

  /** Makes the request what it was. */
  void restore(Request request) {
    for (int i = 0; i < added.size(); i++) {
      remove(request, added.get(i));
    }
    for (int i = 0; i < replaced.size(); i++) {
      request.header(replaced.get(i).getName(), replaced.get(i).getValue());
    }
  }

  private static void remove(Request request, String name) {
    request.header(name, null);
  }

  private final class Setter implements HeaderSetter<Request> {
    @Override
    public void set(Request request, String name, String value) {
      remove(request, name);
      added.add(name);
      request.header(name, value);
    }

    /** The fields are a class in some versions and an interface in others, and iterable in all. */
    @Override
    public void remove(Request request, String name) {
      Iterable<HttpField> fields = request.getHeaders();
      boolean there = false;
      for (HttpField field : fields) {
        if (field.getName().equalsIgnoreCase(name)) {
          replaced.add(field);
          there = true;
        }
      }
      if (there) {
        InjectedHeaders.remove(request, name);
      }
    }
  }
}
