// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.span;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.SplittableRandom;

/**
 * Trace and span ids, and their hexadecimal text. Each thread has its own generator, split from one
 * with a secure seed: ids need to be unique, not secret, and {@link
 * java.util.concurrent.ThreadLocalRandom} would hand virtual machines started from one snapshot the
 * same ids.
 */
public final class Ids {
  public static final int TRACE_CHARS = 32;
  public static final int SPAN_CHARS = 16;

  private static final byte[] DIGITS = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };

  private static final ThreadLocal<OfThread> OF_THREAD = ThreadLocal.withInitial(OfThread::new);

  private Ids() {}

  /** A random number that is not zero. */
  public static long next() {
    SplittableRandom random = OF_THREAD.get().random;
    long id;
    do {
      id = random.nextLong();
    } while (id == 0);
    return id;
  }

  /** Room for up to 64 characters, to be made a text by {@link #ascii} before any other call. */
  public static byte[] scratch() {
    return OF_THREAD.get().scratch;
  }

  @SuppressWarnings("deprecation") // the one constructor that decodes nothing
  public static String ascii(byte[] chars, int length) {
    return new String(chars, 0, 0, length);
  }

  public static String hex(long id) {
    byte[] chars = scratch();
    put(chars, 0, id);
    return ascii(chars, SPAN_CHARS);
  }

  public static String hex(long high, long low) {
    byte[] chars = scratch();
    put(chars, 0, high);
    put(chars, SPAN_CHARS, low);
    return ascii(chars, TRACE_CHARS);
  }

  /** Writes sixteen digits. */
  public static void put(byte[] chars, int offset, long id) {
    for (int i = 0; i < SPAN_CHARS; i++) {
      chars[offset + i] = DIGITS[(int) (id >>> (60 - 4 * i)) & 0xf];
    }
  }

  /** Whether a part of a text is lower-case hexadecimal digits only. */
  public static boolean isHex(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (lowerDigit(text.charAt(i)) < 0) {
        return false;
      }
    }
    return true;
  }

  /** The number that up to sixteen lower-case digits stand for; they were checked before. */
  public static long parse(String text, int from, int to) {
    long id = 0;
    for (int i = from; i < to; i++) {
      id = id << 4 | lowerDigit(text.charAt(i));
    }
    return id;
  }

  private static int lowerDigit(char c) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
  }

  private static final class OfThread {
    final SplittableRandom random;
    final byte[] scratch = new byte[64];

    OfThread() {
      synchronized (Ids.class) {
        random = Seed.ROOT.split();
      }
    }
  }

  /** Made when the first id is: reading entropy is no work for a JVM's start. */
  private static final class Seed {
    static final SplittableRandom ROOT = new SplittableRandom(seed(new File("/dev/urandom")));
  }

  /**
   * A seed of the operating system's source, which is where {@link SecureRandom} has it from, too,
   * after it has loaded some sixty classes of security providers.
   *
   * @param source a device that gives without end and never blocks; {@link SecureRandom} answers
   *     where there is none
   */
  static long seed(File source) {
    // What is a plain file, in a jail say, may be the same at each start.
    try (FileInputStream in = source.isFile() ? null : new FileInputStream(source)) {
      byte[] bytes = in == null ? new byte[0] : in.readNBytes(Long.BYTES);
      if (bytes.length == Long.BYTES) {
        return ByteBuffer.wrap(bytes).getLong();
      }
    } catch (IOException | SecurityException e) {
      // No such system, or no right to read it.
    }
    return new SecureRandom().nextLong();
  }
}
