// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.telemetry;

import io.obsagent.spi.metrics.MetricDefinition;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

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

  private static volatile @Nullable Counter counter;
  private static volatile @Nullable Salt salt;

  private Users() {}

  /** Counts distinct users. Thread-safe; called on requests' threads, so it waits for nothing. */
  public interface Counter {
    /** A header of requests that tells who they are from; null for none. */
    @Nullable String header();

    /** What hashes are made with, at least 16 bytes; asked for once, by the first user. */
    byte[] salt();

    /**
     * A user is here.
     *
     * @param hash 64 bits that are evenly spread
     */
    void seen(long hash);
  }

  /** The two uses of one salt. */
  private static final class Salt {
    final SecretKeySpec key;
    final SipHash hash;

    Salt(byte[] bytes) {
      key = new SecretKeySpec(bytes, ALGORITHM);
      hash = new SipHash(bytes);
    }
  }

  /**
   * Somebody tries to show who they are. What is tried within another attempt, as part of it, is
   * not counted; every attempt needs one end, on the same thread.
   */
  public static final class Attempt {
    private static final CallDepth DEPTH = new CallDepth();

    private final String method;
    private final boolean outermost;

    private Attempt(String method, boolean outermost) {
      this.method = method;
      this.outermost = outermost;
    }

    /**
     * Begins an attempt.
     *
     * @param method by which: one of a few words
     */
    public static Attempt begin(String method) {
      return new Attempt(method, DEPTH.enter());
    }

    /** It is them. */
    public void succeeded(@Nullable String id) {
      end("success");
      count(id);
    }

    /** It is somebody else, or nobody knows. */
    public void failed() {
      if (outermost && !Question.isNew()) {
        abandoned();
      } else {
        end("failure");
      }
    }

    /** Nothing was shown. */
    public void abandoned() {
      DEPTH.exit();
    }

    private void end(String outcome) {
      DEPTH.exit();
      if (outermost) {
        Logins.count(method, outcome);
      }
    }
  }

  /**
   * A servlet asks its container who its user is. Some find that out twice if the credentials are
   * wrong, which counts once. Begins and ends on one thread.
   */
  public static final class Question {
    private static final ThreadLocal<Question> CURRENT = new ThreadLocal<>();

    private boolean failed;

    private Question() {}

    /** Null within another, which goes on. */
    public static @Nullable Question begin() {
      if (CURRENT.get() != null) {
        return null;
      }
      Question question = new Question();
      CURRENT.set(question);
      return question;
    }

    public void end() {
      CURRENT.remove();
    }

    /** Whether a failure is the first of the question, if one is asked. */
    private static boolean isNew() {
      Question question = CURRENT.get();
      if (question == null) {
        return true;
      }
      boolean first = !question.failed;
      question.failed = true;
      return first;
    }
  }

  /** Inside of what logs somebody out: of one in another the outermost counts. */
  public static final CallDepth LOGOUTS = new CallDepth();

  /** Made with the first. */
  private static final class Logouts {
    static final MetricDefinition LOGOUTS =
        MetricDefinition.counter("user_logouts_total", "Users that have logged out.")
            .unit("{logout}");
  }

  /** Somebody who was logged in logs out. */
  public static void loggedOut() {
    Telemetry.metrics().counter(Logouts.LOGOUTS).labels().add(1);
  }

  /** Made with the first attempt. */
  private static final class Logins {
    static final MetricDefinition ATTEMPTS =
        MetricDefinition.counter(
                "authentication_attempts_total",
                "Attempts of users to log in, or to show who they are, by their outcome.")
            .unit("{attempt}")
            .labels("method", "outcome");
    static final MetricDefinition LOGINS =
        MetricDefinition.counter("user_logins_total", "Users that were let in.")
            .unit("{login}")
            .labels("method");

    static void count(String method, String outcome) {
      Telemetry.metrics().counter(ATTEMPTS).labels(method, outcome).add(1);
      if (outcome.equals("success")) {
        Telemetry.metrics().counter(LOGINS).labels(method).add(1);
      }
    }
  }

  private static Salt salt() {
    Salt known = salt;
    if (known == null) {
      synchronized (Users.class) {
        known = salt;
        if (known == null) {
          Counter counts = counter;
          known = new Salt(counts == null ? random() : counts.salt());
          salt = known;
        }
      }
    }
    return known;
  }

  /** A fresh salt. */
  public static byte[] random() {
    byte[] bytes = new byte[SALT_BYTES];
    new SecureRandom().nextBytes(bytes);
    return bytes;
  }

  /** From now on users are counted, by whom and with whose salt; null for nobody. */
  public static synchronized void countWith(@Nullable Counter counts) {
    counter = counts;
    salt = null;
  }

  /** The header of requests that tells who they are from; null where that is not to be counted. */
  public static @Nullable String header() {
    Counter counts = counter;
    return counts == null ? null : counts.header();
  }

  /** Whether it is worth finding out who a request is from. */
  public static boolean isCounted() {
    return counter != null;
  }

  /**
   * Counts a user, if users are counted. Allocates nothing.
   *
   * @param id of an account; no more than 1,024 characters of it count. Null or empty is nobody
   */
  public static void count(@Nullable String id) {
    Counter counts = counter;
    if (counts != null && id != null && !id.isEmpty()) {
      counts.seen(salt().hash.of(id, Math.min(id.length(), MAX_LENGTH)));
    }
  }

  /**
   * Notes that a user is here, and counts them.
   *
   * @param id of an account; cut after 1,024 characters
   * @return its hash, 32 hexadecimal digits
   */
  public static String seen(String id) {
    count(id);
    String bounded = id.length() > MAX_LENGTH ? id.substring(0, MAX_LENGTH) : id;
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(salt().key);
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
