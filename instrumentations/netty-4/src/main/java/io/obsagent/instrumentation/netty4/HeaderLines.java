// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.netty4;

import io.obsagent.spi.telemetry.HeaderSetter;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a message as they are encoded. What the agent adds goes to the wire only: the
 * application's object, which it may use again or for several messages at once, stays as it is.
 */
interface HeaderLines {
  boolean contains(String name);

  void add(String name, String value);

  void remove(String name);

  /** Whether a value can be sent as it is. */
  static boolean isField(@Nullable String value) {
    if (value == null) {
      return false;
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ' || c > '~') {
        return false;
      }
    }
    return true;
  }

  /** A message that adds headers, known to the thread that encodes it. */
  interface Source {
    ThreadLocal<@Nullable Source> ENCODED = new ThreadLocal<>();

    void writeTo(HeaderLines headers);

    /** Answers the message that is being encoded, once. */
    static @Nullable Source take() {
      Source source = ENCODED.get();
      if (source != null) {
        ENCODED.remove();
      }
      return source;
    }
  }

  /** Puts the headers of a client's operation in the place of those that are there. */
  enum Setter implements HeaderSetter<HeaderLines> {
    INSTANCE;

    @Override
    public void set(@Nullable HeaderLines headers, String name, String value) {
      if (headers != null) {
        headers.remove(name);
        headers.add(name, value);
      }
    }

    @Override
    public void remove(HeaderLines headers, String name) {
      headers.remove(name);
    }
  }
}
