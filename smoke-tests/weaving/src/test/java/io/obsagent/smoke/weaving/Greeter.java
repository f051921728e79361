// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.weaving;

/**
 * Woven by the tests' own module. Written so that its bytecode needs nothing newer than Java 5, for
 * {@link OldClassFilesTest} makes it as old.
 */
public class Greeter {
  public String greet(String name) {
    return "Hello ".concat(name);
  }

  public String fail() {
    throw new IllegalArgumentException("as asked");
  }

  public String upper(String name) {
    return name.toUpperCase(java.util.Locale.ROOT);
  }

  public static long add(long first, int second) {
    return first + second;
  }

  public int same(int value) {
    return value;
  }

  public static double wide(long a, double b) {
    double sum = 0;
    for (long i = 0; i < a; i++) {
      sum += b;
    }
    return sum;
  }

  public String wake(String name) {
    return name.concat(" is awake");
  }

  /** Begins with a loop, so with a stack map frame. */
  public static void count(String name, int[] counter, long times) {
    while (counter[0] < times) {
      counter[0]++;
    }
  }

  public double half(String name, double whole) {
    return whole / 2;
  }

  public String unlucky(String name) {
    return "Hello ".concat(name);
  }

  /** How often it was called, if somebody knows. */
  public int times() {
    return -1;
  }

  public void times(Object other) {}

  public String absent() {
    return "still here";
  }

  /** Never returns. */
  public int deep(int depth) {
    return deep(depth + 1) + 1;
  }

  public void await(java.util.concurrent.CountDownLatch release) throws InterruptedException {
    release.await();
  }

  public void call(Runnable task) {
    task.run();
  }
}
