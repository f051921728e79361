// SPDX-License-Identifier: Apache-2.0
package io.obsagent.methods;

import io.obsagent.methods.expr.Expr;
import io.obsagent.methods.expr.Expr.Argument;
import io.obsagent.methods.expr.Expr.Root;
import io.obsagent.spi.log.AgentLog;
import io.obsagent.spi.weave.MethodProbe;
import io.obsagent.spi.weave.MethodSelector.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.LongAdder;

/** A method that is woven, in whatever class loaders, with its account. Thread-safe. */
final class WovenMethod {
  private static final String FLUX = "Lreactor/core/publisher/Flux;";
  private static final String MONO = "Lreactor/core/publisher/Mono;";
  private static final String UNI = "Lio/smallrye/mutiny/Uni;";
  private static final Set<String> LAZY =
      Set.of(FLUX, MONO, UNI, "Lorg/reactivestreams/Publisher;");

  private static final Set<String> STAGES =
      Set.of("Ljava/util/concurrent/CompletableFuture;", "Ljava/util/concurrent/CompletionStage;");

  final Method method;
  final List<MethodEntry> entries;
  final MethodProbe probe;
  final LongAdder calls = new LongAdder();
  final LongAdder errors = new LongAdder();
  volatile String lastError = "";

  WovenMethod(int id, Method method, List<MethodEntry> entries) {
    this.method = method;
    this.entries = entries;
    this.probe = probe(id);
  }

  private MethodProbe probe(int id) {
    boolean[] timedOrSelf = new boolean[2];
    boolean[] result = new boolean[1];
    boolean token = false;
    TreeSet<Integer> arguments = new TreeSet<>();
    for (MethodEntry entry : entries) {
      token |= entry.span() != null;
      for (MetricSpec spec : entry.metrics()) {
        token |= spec.kind() == MetricSpec.Kind.ACTIVE;
        timedOrSelf[0] |= spec.kind() == MetricSpec.Kind.HISTOGRAM && spec.value() == null;
      }
      for (Expr root : expressions(entry)) {
        root.visit(
            expr -> {
              timedOrSelf[0] |= expr == Root.DURATION;
              timedOrSelf[1] |= expr == Root.THIS;
              result[0] |= expr == Root.RESULT;
              if (expr instanceof Argument argument) {
                arguments.add(argument.index());
              }
            });
      }
    }
    boolean self = timedOrSelf[1] && !Modifier.isStatic(method.modifiers());
    boolean hasResult = returned().charAt(0) != 'V' && (result[0] || isLater());
    arguments.tailSet(MethodPattern.types(method.descriptor()).size()).clear();
    return new MethodProbe(
        id, timedOrSelf[0], token, self, List.copyOf(arguments), hasResult, isLazy());
  }

  /** All expressions of an entry. */
  static List<Expr> expressions(MethodEntry entry) {
    List<Expr> all = new java.util.ArrayList<>(entry.attributes().values());
    if (entry.when() != null) {
      all.add(entry.when());
    }
    for (MetricSpec spec : entry.metrics()) {
      all.addAll(spec.labels());
      if (spec.value() != null) {
        all.add(spec.value());
      }
    }
    return all;
  }

  private String returned() {
    return method.descriptor().substring(method.descriptor().indexOf(')') + 1);
  }

  /** Whether a call is over when what it returns is. */
  boolean isLater() {
    return STAGES.contains(returned()) || isLazy();
  }

  /** Whether what is returned has to be wrapped to know its end. */
  private boolean isLazy() {
    return LAZY.contains(returned());
  }

  /** {@code OrderService.place}. */
  String shortName() {
    String type = method.type();
    return type.substring(type.lastIndexOf('.') + 1) + '.' + method.name();
  }

  void called() {
    calls.increment();
  }

  /** Of an expression or a site; never throws. */
  void failed(Throwable cause) {
    if (cause instanceof Error && cause.getClass().getName().equals("java.lang.ThreadDeath")) {
      throw (Error) cause;
    }
    try {
      errors.increment();
      if (!(cause instanceof VirtualMachineError)) {
        String what = entries.get(0).place() + ": " + shortName() + ": " + cause;
        lastError = what.length() > 500 ? what.substring(0, 500) : what;
        AgentLog.limited(AgentLog.Level.WARN, "methods." + entries.get(0).place(), lastError);
      }
    } catch (Throwable ignored) {
      // Out of memory or stack: the application has worse to deal with.
    }
  }
}
