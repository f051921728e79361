// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.greeter;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.Guard;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.ReplaceArgument;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.HeldState;

/** One small class of advice for each kind. */
final class GreeterAdvices {
  private GreeterAdvices() {}

  static final class Mark {
    @OnEnter
    static String enter(@This Object self) {
      return "token";
    }

    @OnExit
    static void exit(@Token String token, @Thrown Throwable thrown) {
      System.setProperty(
          "greeter.mark", token + " " + (thrown == null ? "-" : thrown.getMessage()));
    }
  }

  static final class Upper {
    @ReplaceArgument(0)
    static String name(@Argument(0) String name) {
      return name.strip();
    }

    @OnExit
    static String exit(@Return String result) {
      return result + "!";
    }
  }

  static final class AddOne {
    @ReplaceArgument(1)
    static int second(@Argument(0) long first, @Argument(1) int second) {
      return second + 1;
    }
  }

  /** What the entry found out decides what the body gets. */
  static final class Doubled {
    @OnEnter
    static Object enter(@Argument(0) int value) {
      return value > 10 ? null : Integer.valueOf(2 * value);
    }

    @ReplaceArgument(0)
    static int value(@Token Integer token, @Argument(0) int value) {
      return token == null ? value : token;
    }
  }

  /** The body does not run for those who are asleep. */
  static final class Asleep {
    @OnEnter(skips = true)
    static Object enter(@Argument(0) String name) {
      return name.equals("Ada") ? null : name;
    }

    @OnExit
    static void exit(@Token Object token) {
      System.setProperty("greeter.mark", "after the body " + token);
    }
  }

  static final class Wide {
    @OnEnter
    static Object enter(@Argument(0) long a, @Argument(1) double b) {
      return a + ":" + b;
    }

    @OnExit
    static double exit(@Token Object token, @Return double result, @Thrown Throwable thrown) {
      return result * 2;
    }
  }

  /** How often a method was called is known of each object. */
  static final class Times {
    private static final HeldState<Object, int[]> CALLS = new HeldState<>(int[].class);

    @OnEnter
    static int[] enter(@This Object self) {
      int[] calls = CALLS.putIfAbsent(self, new int[1]);
      calls[0]++;
      return calls;
    }

    @OnExit
    static int exit(@Token int[] calls, @Return int result) {
      return calls == null ? result : calls[0];
    }
  }

  /** The same of another object. */
  static final class TimesOf {
    private static final HeldState<Object, String> KNOWN = new HeldState<>(String.class);

    @OnEnter
    static void enter(@Argument(0) Object other) {
      KNOWN.put(other, "known of the proxy");
      System.setProperty("greeter.held", String.valueOf(KNOWN.get(other)));
    }
  }

  static final class Constructed {
    @OnExit
    static void exit(@This Object self) {
      System.setProperty("greeter.constructed", self.getClass().getSimpleName());
    }
  }

  static final class Throwing {
    @OnEnter
    static Object enter() {
      throw new IllegalStateException("advice is broken on purpose");
    }

    @OnExit
    static String exit(@Token Object token, @Return String result) {
      throw new IllegalStateException("advice is broken on purpose");
    }
  }

  /** Gives the library an object of ours in place of the application's. */
  static final class Wrapping {
    @ReplaceArgument(0)
    static Runnable task(@Argument(0) Runnable task) {
      return new Task(task);
    }
  }

  private record Task(Runnable task) implements Runnable {
    private static final Guard GUARD = Guard.of(Task.class);

    @Override
    public void run() {
      try {
        throw new IllegalStateException("a wrapper is broken on purpose");
      } catch (Throwable e) {
        GUARD.caught(e);
      }
      task.run();
    }
  }

  /** Needs a class that no application has. */
  static final class Absent {
    @OnEnter
    static Object enter(@This Object self) {
      return Missing.needed();
    }
  }

  /** Needs the same, for a method that this version of the library does not have. */
  static final class AbsentLater {
    @OnEnter
    static Object enter(@This Object self) {
      return Missing.needed();
    }
  }

  /** Stands for a library in a version that lacks a method. */
  static final class Missing {
    static Object needed() {
      return net.bytebuddy.jar.asm.Type.VOID_TYPE;
    }
  }
}
