// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.weave;

import io.obsagent.spi.log.AgentLog;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MutableCallSite;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One module at run time: its switch, its breaker and its account. Thread-safe.
 *
 * <p>The switch changes the targets of its entry sites; exit sites stay, and see null tokens, so
 * that what runs ends properly. The breaker is the switch, thrown by failures: by a LinkageError at
 * once, by others when there are more than {@value #MAX_ERRORS_PER_MINUTE} in a minute.
 */
public final class ModuleState {
  static final int MAX_ERRORS_PER_MINUTE = 20;
  private static final long MINUTE_NANOS = 60_000_000_000L;
  private static final int MAX_REASONS = 20;

  private final ModuleDescriptor descriptor;
  private final List<WeakReference<SwitchableSite>> sites = new ArrayList<>();
  private final List<String> incompatible = new ArrayList<>();
  private final AtomicLong errors = new AtomicLong();
  private int siteCount;
  private long minuteStart = System.nanoTime();
  private int errorsThisMinute;
  private volatile boolean on;
  private volatile boolean wasOn;
  private volatile String reason = "";

  ModuleState(ModuleDescriptor descriptor, boolean on) {
    this.descriptor = descriptor;
    this.on = on;
    this.wasOn = on;
    this.reason = on ? "" : "switched off";
  }

  /** Holds both its targets itself: the module must hold nothing of the application's loaders. */
  static final class SwitchableSite extends MutableCallSite {
    private final MethodHandle active;
    private final MethodHandle idle;

    SwitchableSite(MethodHandle active, MethodHandle idle) {
      super(idle);
      this.active = active;
      this.idle = idle;
    }

    void switchTo(boolean on) {
      setTarget(on ? active : idle);
    }
  }

  public ModuleDescriptor descriptor() {
    return descriptor;
  }

  public boolean isOn() {
    return on;
  }

  /** Whether it has been on since the start: only then classes are woven for it. */
  boolean wasOn() {
    return wasOn;
  }

  /** Why it is off; empty while it is on. */
  public String reason() {
    return reason;
  }

  public long errors() {
    return errors.get();
  }

  /** Call sites linked so far. */
  public synchronized int siteCount() {
    return siteCount;
  }

  /** One line for each class loader in which the library does not fit. */
  public synchronized List<String> incompatible() {
    return List.copyOf(incompatible);
  }

  /** Switches the module on or off, in running code, without retransformation. */
  public synchronized void switchTo(boolean newState, String why) {
    on = newState;
    wasOn |= newState;
    reason = newState ? "" : why;
    List<MutableCallSite> changed = new ArrayList<>();
    for (Iterator<WeakReference<SwitchableSite>> each = sites.iterator(); each.hasNext(); ) {
      SwitchableSite site = each.next().get();
      if (site == null) {
        each.remove();
      } else {
        site.switchTo(newState);
        changed.add(site);
      }
    }
    if (!changed.isEmpty()) {
      MutableCallSite.syncAll(changed.toArray(new MutableCallSite[0]));
    }
  }

  /** Counts a site that cannot be switched. */
  synchronized void countSite() {
    siteCount++;
  }

  /** Registers a site that follows the switch. */
  synchronized void register(SwitchableSite site) {
    siteCount++;
    sites.removeIf(known -> known.get() == null);
    sites.add(new WeakReference<>(site));
    site.switchTo(on);
  }

  void addIncompatible(String line) {
    synchronized (this) {
      if (incompatible.size() < MAX_REASONS) {
        incompatible.add(line);
      }
    }
    // Not under the lock: the application may hold the stream's while a site of its registers here.
    AgentLog.info(line);
  }

  /**
   * Called by a site whose advice threw. Throws nothing but what another thread has thrown into
   * this one by {@code Thread.stop}, which is the application's; by name, for the class will go.
   */
  void failed(Throwable cause) {
    if (cause instanceof Error && cause.getClass().getName().equals("java.lang.ThreadDeath")) {
      throw (Error) cause;
    }
    count(cause);
  }

  private void count(Throwable cause) {
    try {
      errors.incrementAndGet();
      if (cause instanceof VirtualMachineError) {
        // No more stack or memory is not the advice's fault, and there is none to say so with.
        return;
      }
      AgentLog.limited(
          AgentLog.Level.WARN,
          "module." + descriptor.name(),
          "instrumentation '" + descriptor.name() + "' failed: " + describe(cause));
      if (cause instanceof LinkageError || tooMany()) {
        switchTo(false, "switched itself off after " + describe(cause));
      }
    } catch (Throwable ignored) {
      // Out of memory or stack: the application has worse to deal with.
    }
  }

  private synchronized boolean tooMany() {
    long now = System.nanoTime();
    if (now - minuteStart > MINUTE_NANOS) {
      minuteStart = now;
      errorsThisMinute = 0;
    }
    return ++errorsThisMinute > MAX_ERRORS_PER_MINUTE;
  }

  private static String describe(Throwable cause) {
    StackTraceElement[] trace = cause.getStackTrace();
    return cause + (trace.length == 0 ? "" : " at " + trace[0]);
  }
}
