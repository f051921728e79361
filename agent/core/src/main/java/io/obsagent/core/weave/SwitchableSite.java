// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.weave;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;

/**
 * An entry site, which follows its module's switch and breaker. It holds its targets itself: the
 * module must hold nothing of the application's loaders. Changed under its breaker's lock.
 */
final class SwitchableSite extends MutableCallSite {
  /** What a site does. */
  enum Target {
    /** The advice. */
    ACTIVE,
    /** The advice, and its calls are counted. */
    COUNTED,
    /** Nothing. */
    IDLE,
    /** Nothing, but it looks whether the rest is over. */
    RESTING
  }

  private static final MethodHandle COUNT = find(AdviceAccount.class, "called");
  private static final MethodHandle TICK = find(Breaker.class, "tick");

  private final MethodHandle active;
  private final MethodHandle idle;
  private final AdviceAccount account;

  SwitchableSite(MethodHandle active, MethodHandle idle, AdviceAccount account) {
    super(idle);
    this.active = active;
    this.idle = idle;
    this.account = account;
  }

  /** The rarer targets are made when they are needed: that loads classes. */
  void switchTo(Target target) {
    setTarget(
        switch (target) {
          case ACTIVE -> active;
          case COUNTED -> MethodHandles.foldArguments(active, COUNT.bindTo(account));
          case IDLE -> idle;
          case RESTING -> MethodHandles.foldArguments(idle, TICK.bindTo(account.breaker()));
        });
  }

  private static MethodHandle find(Class<?> owner, String method) {
    try {
      return MethodHandles.lookup().findVirtual(owner, method, MethodType.methodType(void.class));
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
