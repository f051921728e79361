// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.weave;

import io.obsagent.bootstrap.AgentClassLoader;
import io.obsagent.spi.weave.MethodSelector;
import io.obsagent.spi.weave.MethodSelector.Choice;
import io.obsagent.spi.weave.MethodWeaving;
import io.obsagent.spi.weave.ProbeLinker;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Weaving of methods that the user names; nothing of it is there before the first is. */
final class ProbeWeaving implements MethodWeaving {
  private static final MethodSelector NOTHING = (type, superTypes) -> null;

  private final Instrumentation instrumentation;
  private final AgentClassLoader agent;
  private final Linker linker;
  private @Nullable ProbeTransformer transformer;

  ProbeWeaving(Instrumentation instrumentation, AgentClassLoader agent, Linker linker) {
    this.instrumentation = instrumentation;
    this.agent = agent;
    this.linker = linker;
  }

  @Override
  public synchronized int use(MethodSelector selector, ProbeLinker probes) {
    linker.probes(probes);
    ProbeTransformer active = transformer;
    if (active == null) {
      active = new ProbeTransformer(agent, NOTHING);
      transformer = active;
      instrumentation.addTransformer(active, true);
    }
    MethodSelector before = active.selector();
    // First the new one, so that what is loaded meanwhile is of one or the other.
    active.use(selector);
    List<Class<?>> changed = new ArrayList<>();
    for (Class<?> loaded : foreign(active)) {
      if (!Objects.equals(choice(before, loaded), choice(selector, loaded))
          && instrumentation.isModifiableClass(loaded)) {
        changed.add(loaded);
      }
    }
    Weaving.retransform(instrumentation, changed);
    return changed.size();
  }

  @Override
  public void preview(MethodSelector selector) {
    for (Class<?> loaded : foreign(new ProbeTransformer(agent, selector))) {
      Choice choice = choice(selector, loaded);
      if (choice != null) {
        byte[] bytes = ClassFiles.read(loaded.getClassLoader(), loaded.getName().replace('.', '/'));
        if (bytes != null) {
          ProbeTransformer.show(bytes, choice);
        }
      }
    }
  }

  private List<Class<?>> foreign(ProbeTransformer active) {
    List<Class<?>> foreign = new ArrayList<>();
    for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
      if (!loaded.isArray()
          && !loaded.isHidden()
          && active.isForeign(loaded.getClassLoader(), loaded.getName())) {
        foreign.add(loaded);
      }
    }
    return foreign;
  }

  private static @Nullable Choice choice(MethodSelector selector, Class<?> loaded) {
    return selector.choice(loaded.getName(), () -> ProbeTransformer.superTypes(loaded));
  }
}
