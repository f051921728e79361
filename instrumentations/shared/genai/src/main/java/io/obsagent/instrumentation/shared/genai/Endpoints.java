// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.genai;

import io.obsagent.spi.telemetry.WeakMap;
import java.util.function.Function;

/**
 * Whom the clients of a library talk to, found out once for each: they are few and long-lived.
 * Thread-safe.
 */
public final class Endpoints {
  private final WeakMap<Object, Endpoint> known = new WeakMap<>();
  private final Function<Object, Endpoint> find;

  /**
   * @param find takes a client, or what of a client the library calls a model with
   */
  public Endpoints(Function<Object, Endpoint> find) {
    this.find = find;
  }

  public Endpoint of(Object client) {
    Endpoint found = known.get(client);
    return found != null ? found : known.putIfAbsent(client, find.apply(client));
  }
}
