// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.telemetry;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What commands begin with that go to Redis together, in a pipeline or a transaction, until it is
 * told: of the first {@value #MAX}. Thread-safe.
 */
public final class RedisKeyList {
  private static final int MAX = 16;

  private final List<DbStatement> commands = new ArrayList<>();
  private final List<Object> keys = new ArrayList<>();

  /** Null where keys are not to be told, which is so by default. */
  public static @Nullable RedisKeyList ifWanted() {
    return Telemetry.provider().tellsRedisKeys() ? new RedisKeyList() : null;
  }

  /**
   * @param key first argument of the command, if it has any: bytes or characters
   */
  public synchronized void add(DbStatement command, @Nullable Object key) {
    if (key != null && keys.size() < MAX) {
      commands.add(command);
      keys.add(key);
    }
  }

  /** Tells the operation of all of them, and forgets them. */
  public synchronized void tell(@Nullable DbOperation operation) {
    if (operation != null && !keys.isEmpty()) {
      operation.keys(this);
    }
    commands.clear();
    keys.clear();
  }

  /** In the order in which they came. */
  public synchronized void forEach(BiConsumer<DbStatement, Object> taker) {
    for (int i = 0; i < keys.size(); i++) {
      taker.accept(commands.get(i), keys.get(i));
    }
  }
}
