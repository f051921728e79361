// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.genai;

import io.obsagent.spi.telemetry.WeakMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Whom the clients of a library talk to, found out once for each: they are few and long-lived.
 * Thread-safe.
 */
public final class Endpoints {
  private static final Object NOTHING = new Object();

  private final WeakMap<Object, Endpoint> known = new WeakMap<>();
  private final @Nullable String field;
  private final Function<Object, Endpoint> find;

  /**
   * @param find takes a client, or what of a client the library calls a model with
   */
  public Endpoints(Function<Object, Endpoint> find) {
    this(null, find);
  }

  private Endpoints(@Nullable String field, Function<Object, Endpoint> find) {
    this.field = field;
    this.find = find;
  }

  /**
   * By what clients have in a private field: all that are made of one have the same, however many
   * they are and however short they live.
   *
   * @param protocol as of {@link Endpoint#of}
   * @param ways from what is in the field to a URL, as {@link GetterPath} has them; without any it
   *     is one itself
   */
  public static Endpoints ofField(String protocol, String field, String... ways) {
    Getter url = ways.length == 0 ? PlainValue::held : new GetterPath(ways);
    return new Endpoints(
        field, held -> Endpoint.of(protocol, url.apply(held) instanceof String text ? text : null));
  }

  public Endpoint of(Object client) {
    Object key = field == null ? client : PrivateField.read(client, field);
    key = key == null ? NOTHING : key;
    Endpoint found = known.get(key);
    return found != null ? found : known.putIfAbsent(key, find.apply(key));
  }
}
