// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jettyclient12;

import io.obsagent.spi.telemetry.HeaderSetter;
import io.obsagent.spi.telemetry.HttpClientOperation;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;

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
    request.headers(
        fields -> {
          for (int i = 0; i < added.size(); i++) {
            fields.remove(added.get(i));
          }
          for (int i = 0; i < replaced.size(); i++) {
            fields.add(replaced.get(i));
          }
        });
  }

  private final class Setter implements HeaderSetter<Request> {
    @Override
    public void set(Request request, String name, String value) {
      remove(request, name);
      added.add(name);
      request.headers(fields -> fields.put(name, value));
    }

    @Override
    public void remove(Request request, String name) {
      HttpFields fields = request.getHeaders();
      if (fields.contains(name)) {
        replaced.addAll(fields.getFields(name));
        request.headers(mutable -> mutable.remove(name));
      }
    }
  }
}
