// SPDX-License-Identifier: Apache-2.0
package io.obsagent.methods;

import io.obsagent.spi.weave.MethodProbe;
import io.obsagent.spi.weave.MethodSelector;
import io.obsagent.spi.weave.MethodWeaving;
import io.obsagent.spi.weave.ProbeLinker;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Chooses what entries match. Thread-safe. */
final class Selection implements MethodSelector {
  private static final String BOOTSTRAP = "io.obsagent.bootstrap.";

  /** The last argument of Kotlin's functions that are called again each time they go on. */
  private static final String SUSPENDING = "Lkotlin/coroutines/Continuation;)";

  private final List<MethodEntry> entries;
  private final WovenMethods woven;
  private final AtomicInteger accessors = new AtomicInteger();

  Selection(List<MethodEntry> entries, WovenMethods woven) {
    this.entries = entries;
    this.woven = woven;
  }

  /** Has what it chooses woven; answers how many loaded classes were woven again. */
  int weave(ProbeLinker linker) {
    return MethodWeaving.get().use(this, linker);
  }

  /** Trivial accessors that were left out. */
  int accessors() {
    return accessors.get();
  }

  @Override
  public @Nullable Choice choice(String type, Supplier<Set<String>> superTypes) {
    if (type.startsWith(BOOTSTRAP)) {
      return null;
    }
    List<MethodEntry> matching = new ArrayList<>(0);
    Supplier<Set<String>> once = new Once(superTypes);
    for (MethodEntry entry : entries) {
      if (entry.match().matchesType(type, once)) {
        matching.add(entry);
      }
    }
    return matching.isEmpty() ? null : new ClassChoice(matching, this);
  }

  private static final class Once implements Supplier<Set<String>> {
    private final Supplier<Set<String>> source;
    private @Nullable Set<String> known;

    Once(Supplier<Set<String>> source) {
      this.source = source;
    }

    @Override
    public Set<String> get() {
      Set<String> answer = known;
      if (answer == null) {
        answer = source.get();
        known = answer;
      }
      return answer;
    }
  }

  private static final class ClassChoice implements Choice {
    private final List<MethodEntry> entries;
    private final Selection selection;

    ClassChoice(List<MethodEntry> entries, Selection selection) {
      this.entries = List.copyOf(entries);
      this.selection = selection;
    }

    @Override
    public @Nullable MethodProbe probe(Method method) {
      if (method.descriptor().contains(SUSPENDING)) {
        return null;
      }
      List<MethodEntry> matching = new ArrayList<>(0);
      for (MethodEntry entry : entries) {
        if (entry.match().matches(method)) {
          matching.add(entry);
        } else if (method.trivial() && entry.match().fits(method)) {
          selection.accessors.incrementAndGet();
        }
      }
      if (matching.isEmpty()) {
        return null;
      }
      WovenMethod woven = selection.woven.of(method, List.copyOf(matching));
      return woven == null ? null : woven.probe;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof ClassChoice choice && entries.equals(choice.entries);
    }

    @Override
    public int hashCode() {
      return entries.hashCode();
    }
  }
}
