// SPDX-License-Identifier: Apache-2.0
package io.obsagent.core.weave;

import io.obsagent.bootstrap.AgentClassLoader;
import io.obsagent.core.weave.AdviceClass.AdviceMethod;
import io.obsagent.spi.log.AgentLog;
import io.obsagent.spi.telemetry.WeakMap;
import io.obsagent.spi.weave.ProbeLinker;
import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Links woven call sites to advice, at their first execution, on the application's thread. Whatever
 * goes wrong becomes a site that does nothing. Thread-safe.
 */
final class Linker {
  /** What a site is for; its ordinal is a bootstrap argument. */
  enum Role {
    ENTER,
    EXIT,
    REPLACE
  }

  /** In the place of a module's id: a site of a method that the user names. */
  static final int PROBE = -1;

  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
  private static final MethodHandle FAILED;

  static {
    try {
      FAILED =
          LOOKUP.findVirtual(
              AdviceAccount.class, "failed", MethodType.methodType(void.class, Throwable.class));
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final AgentClassLoader agent;
  private final List<ModuleState> modules;
  private final AtomicLong linkNanos = new AtomicLong();

  /**
   * A loader's plug-in loaders, by what is peculiar to them. They live as long as sites that link
   * to them; here they are only known.
   */
  private final WeakMap<ClassLoader, Map<String, WeakReference<PluginClassLoader>>> plugins =
      new WeakMap<>();

  /** For the JDK's own classes, which never go away. */
  private final PluginClassLoader bootPlugin;

  private volatile @Nullable ProbeLinker probes;

  Linker(AgentClassLoader agent, List<ModuleState> modules) {
    this.agent = agent;
    this.modules = modules;
    this.bootPlugin = new PluginClassLoader(agent, null, false, null);
  }

  static Role roleOf(AdviceClass advice, AdviceMethod method) {
    return method == advice.enter()
        ? Role.ENTER
        : method == advice.exit() ? Role.EXIT : Role.REPLACE;
  }

  /** A handle for {@code ObsDispatcher.linker}. */
  MethodHandle handle() throws ReflectiveOperationException {
    return LOOKUP.bind(
        this,
        "link",
        MethodType.methodType(
            CallSite.class,
            MethodHandles.Lookup.class,
            String.class,
            MethodType.class,
            Object[].class));
  }

  /** Links the sites of methods that the user names, from now on. */
  void probes(ProbeLinker linker) {
    probes = linker;
  }

  private @Nullable CallSite linkProbe(
      MethodHandles.Lookup caller, MethodType type, Object[] arguments) {
    ProbeLinker known = probes;
    MethodHandle target =
        known == null
            ? null
            : known.link(caller, (Integer) arguments[1], (Integer) arguments[2] != 0, type);
    return target == null ? null : new ConstantCallSite(target);
  }

  /** Total time spent in linking, nanoseconds. */
  long linkNanos() {
    return linkNanos.get();
  }

  /**
   * @param arguments module id, advice class, advice descriptor, role, kept parameter; see {@link
   *     AdvisingMethodVisitor}
   */
  @Nullable CallSite link(
      MethodHandles.Lookup caller, String name, MethodType type, Object[] arguments) {
    if ((Integer) arguments[0] == PROBE) {
      return linkProbe(caller, type, arguments);
    }
    long start = System.nanoTime();
    ModuleState module = modules.get((Integer) arguments[0]);
    String adviceName = (String) arguments[1];
    PluginClassLoader plugin =
        pluginFor(
            caller.lookupClass().getClassLoader(),
            PluginClassLoader.bridgesApi(adviceName),
            module.descriptor().prefixOf(caller.lookupClass().getName()));
    AdviceAccount account = breaker(plugin, module).accountOf(adviceName);
    try {
      Class<?> advice = Class.forName(adviceName, true, plugin);
      MethodType adviceType = MethodType.fromMethodDescriptorString((String) arguments[2], plugin);
      MethodHandle target =
          MethodHandles.privateLookupIn(advice, LOOKUP)
              .findStatic(advice, name, adviceType)
              .asType(type);
      Role role = Role.values()[(Integer) arguments[3]];
      return site(account, name, target, role, (Integer) arguments[4]);
    } catch (Throwable e) {
      account.failed(e);
      return null;
    } finally {
      linkNanos.addAndGet(System.nanoTime() - start);
    }
  }

  private static CallSite site(
      AdviceAccount account, String method, MethodHandle target, Role role, int kept) {
    MethodType type = target.type();
    MethodHandle idle = doNothing(type, kept);
    MethodHandle onThrow =
        MethodHandles.foldArguments(
            MethodHandles.dropArguments(idle, 0, Throwable.class), FAILED.bindTo(account));
    MethodHandle guarded = MethodHandles.catchException(target, Throwable.class, onThrow);
    account.breaker().module().countSite();
    if (role == Role.EXIT) {
      return new ConstantCallSite(guarded);
    }
    SwitchableSite site = new SwitchableSite(guarded, idle, account);
    account.breaker().register(account, site, method);
    return site;
  }

  private static MethodHandle doNothing(MethodType type, int kept) {
    return kept < 0
        ? MethodHandles.empty(type)
        : MethodHandles.permuteArguments(MethodHandles.identity(type.returnType()), type, kept);
  }

  private static Breaker breaker(PluginClassLoader plugin, ModuleState module) {
    return plugin.breakers.computeIfAbsent(
        module, key -> module.newBreaker(Breaker.name(plugin.getParent()), System::nanoTime));
  }

  /** Where the failures of an instrumentation's class are counted, for {@code Guard}. */
  Consumer<Throwable> accountOf(Class<?> owner) {
    String place = owner.getPackageName();
    if (owner.getClassLoader() instanceof PluginClassLoader plugin) {
      for (ModuleState module : modules) {
        if (module.descriptor().owns(place)) {
          return breaker(plugin, module).callbacks()::failed;
        }
      }
    }
    // Code that several modules share has no breaker: which of them it served is not known.
    return failure ->
        AgentLog.limited(AgentLog.Level.WARN, "guard." + place, place + " failed: " + failure);
  }

  private PluginClassLoader pluginFor(
      @Nullable ClassLoader application, boolean bridgesApi, @Nullable String prefix) {
    if (application == null) {
      return bootPlugin;
    }
    String peculiar = bridgesApi ? "API" : prefix == null ? "" : prefix;
    synchronized (plugins) {
      Map<String, WeakReference<PluginClassLoader>> all = plugins.get(application);
      if (all == null) {
        all = new HashMap<>(2);
        plugins.put(application, all);
      }
      WeakReference<PluginClassLoader> known = all.get(peculiar);
      PluginClassLoader plugin = known == null ? null : known.get();
      if (plugin == null) {
        Relocation relocation =
            prefix == null ? null : new Relocation(application, prefix.replace('.', '/'));
        plugin = new PluginClassLoader(agent, application, bridgesApi, relocation);
        all.put(peculiar, new WeakReference<>(plugin));
      }
      return plugin;
    }
  }
}
