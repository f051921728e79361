// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.weave;

import io.obsagent.spi.log.AgentLog;
import java.lang.invoke.MutableCallSite;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One module in one class loader: its sites there, and the breaker that rests them. Thread-safe.
 *
 * <pre>
 *   CLOSED   advice runs, nothing is counted
 *     │ a failure                    ▲ a minute without one
 *     ▼                              │
 *   WATCHED  advice runs, its calls are counted
 *     │ more than 20 failures of an advice in a minute, and at least half of its calls
 *     ▼                              ▲ after a minute, for a trial
 *   OPEN     entry sites do nothing ─┘
 *   BROKEN   the same for good: the instrumentation does not link with the library
 * </pre>
 *
 * The share is what keeps an outsider, whose requests make advice throw, from switching tracing off
 * for all. It is not judged before {@value #JUDGED_AFTER_SECONDS} seconds of a minute have passed,
 * so that a burst does not decide. Whose failure it was says {@link Blame}: those out of the
 * library's or the application's code count on the page, and not here.
 *
 * <p>Time needs no thread of its own: calls that are counted and calls at rest look at the clock.
 */
final class Breaker {
  static final int MAX_FAILURES = 20;
  static final int JUDGED_AFTER_SECONDS = 10;
  static final long MINUTE_NANOS = 60_000_000_000L;
  private static final long JUDGED_AFTER_NANOS = JUDGED_AFTER_SECONDS * 1_000_000_000L;

  /** A stack trace is costly: of more failures in a minute, these tell whose they are. */
  private static final int MAX_JUDGED = 200;

  private enum State {
    CLOSED,
    WATCHED,
    OPEN,
    BROKEN
  }

  private final ModuleState module;
  private final String loader;
  private final LongSupplier nanoClock;
  private final List<AdviceAccount> accounts = new ArrayList<>();
  private final AdviceAccount callbacks;
  private State state = State.CLOSED;
  private String reason = "";

  /** When the minute began in which failures and calls are counted now, or the rest began. */
  private volatile long since;

  private volatile long lastFailure;

  /**
   * @param loader names the class loader, for people
   */
  Breaker(ModuleState module, String loader, LongSupplier nanoClock) {
    this.module = module;
    this.loader = loader;
    this.nanoClock = nanoClock;
    this.callbacks = new AdviceAccount(this, "");
  }

  ModuleState module() {
    return module;
  }

  /** Where the failures of an advice class are counted. */
  synchronized AdviceAccount accountOf(String adviceClass) {
    for (AdviceAccount account : accounts) {
      if (account.advice().equals(adviceClass)) {
        return account;
      }
    }
    AdviceAccount account = new AdviceAccount(this, adviceClass);
    accounts.add(account);
    return account;
  }

  /** Where failures of wrappers and callbacks are counted, which have no sites. */
  AdviceAccount callbacks() {
    return callbacks;
  }

  /** Takes a new site in, in the state of all. */
  synchronized void register(AdviceAccount account, SwitchableSite site, String adviceMethod) {
    account.add(site, adviceMethod);
    site.switchTo(target());
  }

  /** Why the sites are at rest, and where; empty while they are not. */
  synchronized String reason() {
    return reason;
  }

  /** The module was switched on or off: what was before is forgotten. */
  synchronized void reset() {
    become(State.CLOSED, "");
  }

  /** Counts a failure, and decides. Never called for errors that are nobody's fault. */
  void failed(AdviceAccount account, Throwable cause) {
    if (decide(account, cause)) {
      // Not under the lock: who blocks the log must not block a site that registers here.
      String name = module.descriptor().name();
      AgentLog.limited(
          AgentLog.Level.WARN, "breaker." + name, "instrumentation '" + name + "' " + reason());
    }
  }

  /** Answers whether this failure has put the sites to rest. */
  private synchronized boolean decide(AdviceAccount account, Throwable cause) {
    if (state == State.OPEN || state == State.BROKEN) {
      return false;
    }
    long now = nanoClock.getAsLong();
    lastFailure = now;
    if (state == State.CLOSED || now - since > MINUTE_NANOS) {
      startOver(now);
    }
    if (state == State.CLOSED) {
      become(State.WATCHED, "");
    }
    boolean judged = account.judged() < MAX_JUDGED;
    Blame blame = judged ? Blame.of(cause) : Blame.OTHERS;
    account.count(judged, blame);
    if (blame == Blame.LINKAGE) {
      become(State.BROKEN, "does not link with the library in " + loader + where(cause));
    } else if (account.ownFailures() > MAX_FAILURES
        && now - since >= JUDGED_AFTER_NANOS
        && 2L * account.failures() >= callsOf(account)) {
      since = now;
      become(State.OPEN, "rests for a minute in " + loader + where(cause));
    }
    return state == State.OPEN || state == State.BROKEN;
  }

  private static String where(Throwable cause) {
    return " after " + describe(cause);
  }

  private void startOver(long now) {
    since = now;
    accounts.forEach(AdviceAccount::startOver);
    callbacks.startOver();
  }

  private long callsOf(AdviceAccount account) {
    if (account != callbacks) {
      return account.calls();
    }
    long most = 0;
    for (AdviceAccount each : accounts) {
      most = Math.max(most, each.calls());
    }
    return most;
  }

  /** Looks at the clock; called now and then by calls that are counted, and by each at rest. */
  void tick() {
    long now = nanoClock.getAsLong();
    if (now - since > MINUTE_NANOS && now - lastFailure > MINUTE_NANOS) {
      pass(now);
    }
  }

  private synchronized void pass(long now) {
    if (state == State.WATCHED) {
      become(State.CLOSED, "");
    } else if (state == State.OPEN && now - since > MINUTE_NANOS) {
      startOver(now);
      become(State.WATCHED, "");
    }
  }

  private void become(State next, String why) {
    state = next;
    reason = why;
    apply();
  }

  /** Gives all sites the target that switch and breaker ask for. */
  private void apply() {
    SwitchableSite.Target target = target();
    List<MutableCallSite> changed = new ArrayList<>();
    for (AdviceAccount account : accounts) {
      account.switchTo(target, changed);
    }
    if (!changed.isEmpty()) {
      MutableCallSite.syncAll(changed.toArray(new MutableCallSite[0]));
    }
  }

  private SwitchableSite.Target target() {
    if (!module.isOn() || state == State.BROKEN) {
      return SwitchableSite.Target.IDLE;
    }
    return switch (state) {
      case WATCHED -> SwitchableSite.Target.COUNTED;
      case OPEN -> SwitchableSite.Target.RESTING;
      default -> SwitchableSite.Target.ACTIVE;
    };
  }

  static String describe(Throwable cause) {
    StackTraceElement[] trace = cause.getStackTrace();
    return cause + (trace.length == 0 ? "" : " at " + trace[0]);
  }

  /** A loader as people know it: asks nothing of the application's code but the loader's class. */
  static String name(@Nullable ClassLoader loader) {
    if (loader == null) {
      return "the JDK";
    }
    return loader.getClass().getName() + '@' + Integer.toHexString(System.identityHashCode(loader));
  }
}
