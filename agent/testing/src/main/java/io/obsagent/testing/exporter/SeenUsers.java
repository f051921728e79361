// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing.exporter;

import io.obsagent.spi.telemetry.Users;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** Counts distinct users, exactly. */
final class SeenUsers implements Users.Counter {
  /** Key of an {@code IntSupplier} among the system properties. */
  private static final String USERS = "obs.testing.users";

  private final Set<Long> hashes = ConcurrentHashMap.newKeySet();

  private SeenUsers() {}

  static void install() {
    SeenUsers users = new SeenUsers();
    IntSupplier count = users.hashes::size;
    System.getProperties().put(USERS, count);
    Users.countWith(users);
  }

  @Override
  public @Nullable String header() {
    return null;
  }

  @Override
  public byte[] salt() {
    return Users.random();
  }

  @Override
  public void seen(long hash) {
    hashes.add(hash);
  }
}
