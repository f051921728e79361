// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.telemetry;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Who uses the application, as hashes that nobody can undo without the salt. Thread-safe; for a
 * request's thread.
 */
public final class Users {
  private static final String ALGORITHM = "HmacSHA256";
  private static final int SALT_BYTES = 32;
  private static final int HASH_BYTES = 16;
  private static final int MAX_LENGTH = 1_024;
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private static final List<Consumer<String>> SINKS = new CopyOnWriteArrayList<>();
  private static volatile SecretKeySpec salt = random();

  private Users() {}

  private static SecretKeySpec random() {
    byte[] bytes = new byte[SALT_BYTES];
    new SecureRandom().nextBytes(bytes);
    return new SecretKeySpec(bytes, ALGORITHM);
  }

  /** From now on hashes are made with a salt that outlives the process, or is shared by several. */
  public static void useSalt(byte[] bytes) {
    salt = new SecretKeySpec(bytes, ALGORITHM);
  }

  /** Adds somebody who is told the hash of each user that is seen, on the request's thread. */
  public static void add(Consumer<String> sink) {
    SINKS.add(sink);
  }

  public static void remove(Consumer<String> sink) {
    SINKS.remove(sink);
  }

  /**
   * Notes that a user is here.
   *
   * @param id of an account; cut after 1,024 characters
   * @return its hash, 32 hexadecimal digits
   */
  public static String seen(String id) {
    String hash = hash(id);
    for (Consumer<String> sink : SINKS) {
      sink.accept(hash);
    }
    return hash;
  }

  private static String hash(String id) {
    String bounded = id.length() > MAX_LENGTH ? id.substring(0, MAX_LENGTH) : id;
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(salt);
      byte[] digest = mac.doFinal(bounded.getBytes(StandardCharsets.UTF_8));
      StringBuilder hex = new StringBuilder(2 * HASH_BYTES);
      for (int i = 0; i < HASH_BYTES; i++) {
        hex.append(HEX[digest[i] >> 4 & 15]).append(HEX[digest[i] & 15]);
      }
      return hex.toString();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("each JVM has " + ALGORITHM, e);
    }
  }
}
