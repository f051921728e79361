// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.weave;

import io.obsagent.spi.log.AgentLog;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * One module at run time: its switch and its account. Thread-safe.
 *
 * <p>The switch changes the targets of its entry sites; exit sites stay, and see null tokens, so
 * that what runs ends properly. Beside it each class loader has a {@link Breaker}.
 */
public final class ModuleState {
  private static final int MAX_REASONS = 20;

  private final ModuleDescriptor descriptor;

  /** Sites and plug-in loaders hold them; a loader of the application goes when it is dropped. */
  private final List<WeakReference<Breaker>> breakers = new ArrayList<>();

  private final List<String> incompatible = new ArrayList<>();
  private final AtomicLong errors = new AtomicLong();
  private int siteCount;
  private volatile boolean on;
  private volatile boolean wasOn;
  private volatile String reason = "";

  ModuleState(ModuleDescriptor descriptor, boolean on) {
    this.descriptor = descriptor;
    this.on = on;
    this.wasOn = on;
    this.reason = on ? "" : "switched off";
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

  /** One line for each class loader in which its breaker rests it now, with the reason. */
  public List<String> resting() {
    List<String> lines = new ArrayList<>();
    for (Breaker breaker : breakers()) {
      String line = breaker.reason();
      if (!line.isEmpty()) {
        lines.add(line);
      }
    }
    return lines;
  }

  /** Whether it does nothing anywhere, because its breakers rest it. */
  public boolean restsEverywhere() {
    List<Breaker> alive = breakers();
    return !alive.isEmpty() && resting().size() >= alive.size();
  }

  /** Switches the module on or off, in running code, without retransformation. */
  public synchronized void switchTo(boolean newState, String why) {
    on = newState;
    wasOn |= newState;
    reason = newState ? "" : why;
    breakers().forEach(Breaker::reset);
  }

  /**
   * @param loader names the class loader, for people
   */
  synchronized Breaker newBreaker(String loader, LongSupplier nanoClock) {
    Breaker breaker = new Breaker(this, loader, nanoClock);
    breakers.removeIf(known -> known.get() == null);
    breakers.add(new WeakReference<>(breaker));
    return breaker;
  }

  private synchronized List<Breaker> breakers() {
    List<Breaker> alive = new ArrayList<>();
    for (WeakReference<Breaker> each : breakers) {
      Breaker breaker = each.get();
      if (breaker != null) {
        alive.add(breaker);
      }
    }
    return alive;
  }

  synchronized void countSite() {
    siteCount++;
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
   * Counts and logs a failure.
   *
   * @return whether it may be held against the module: no more stack or memory is nobody's fault,
   *     and there is none to say so with
   */
  boolean count(Throwable cause) {
    errors.incrementAndGet();
    if (cause instanceof VirtualMachineError) {
      return false;
    }
    AgentLog.limited(
        AgentLog.Level.WARN,
        "module." + descriptor.name(),
        () -> "instrumentation '" + descriptor.name() + "' failed: " + Breaker.describe(cause));
    return true;
  }
}
