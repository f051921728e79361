// SPDX-License-Identifier: Apache-2.0
package io.obsagent.methods;

import io.obsagent.methods.expr.Expr;
import io.obsagent.methods.expr.Expr.Argument;
import io.obsagent.methods.expr.Expr.Root;
import io.obsagent.methods.expr.ExprCompiler;
import io.obsagent.spi.metrics.Metrics;
import io.obsagent.spi.telemetry.Work;
import io.obsagent.spi.telemetry.WorkKind;
import io.obsagent.spi.weave.MethodProbe;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes the handles of one site of one method: each expression and each metric is a handle that
 * takes what the site has, and what one of them throws is counted and stops no other. Used once, on
 * the thread that comes to the site first.
 */
final class SiteCompiler {
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
  private static final MethodHandle FAILED = virtual(WovenMethod.class, "failed", Throwable.class);
  private static final MethodHandle CALLED = virtual(WovenMethod.class, "called");
  private static final MethodHandle COUNT = virtual(SeriesNode.class, "count", double.class);
  private static final MethodHandle SET = virtual(SeriesNode.class, "set", double.class);
  private static final MethodHandle OBSERVE = virtual(SeriesNode.class, "observe", double.class);
  private static final MethodHandle CHILD =
      find(SeriesNode.class, "child", MethodType.methodType(SeriesNode.class, String.class), false);

  private static final MethodHandle ELAPSED =
      find(SiteCompiler.class, "elapsed", MethodType.methodType(double.class, long.class), true);

  private static final WorkKind METHOD = WorkKind.registerNesting("method", SpanKind.INTERNAL);
  private static final AttributeKey<String> FUNCTION = AttributeKey.stringKey("code.function.name");

  private final MethodHandles.Lookup caller;
  private final WovenMethod woven;
  private final Instruments instruments;
  private final Metrics metrics;
  private final byte[] salt;

  SiteCompiler(
      MethodHandles.Lookup caller,
      WovenMethod woven,
      Instruments instruments,
      Metrics metrics,
      byte[] salt) {
    this.caller = caller;
    this.woven = woven;
    this.instruments = instruments;
    this.metrics = metrics;
    this.salt = salt;
  }

  private static double elapsed(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  /** {@code (this?, arguments…) → token}. */
  MethodHandle entry(MethodType type) {
    Map<Expr, Integer> positions = new HashMap<>();
    addSeen(positions, 0);
    ExprCompiler compiler = new ExprCompiler(caller, type, positions, salt);
    List<MetricSpec> active = new ArrayList<>();
    for (MethodEntry entry : woven.entries) {
      entry.metrics().stream()
          .filter(spec -> spec.kind() == MetricSpec.Kind.ACTIVE)
          .forEach(active::add);
    }
    MethodHandle answer =
        MethodHandles.dropArguments(MethodHandles.identity(Running.class), 1, type.parameterList());
    for (int i = 0; i < active.size(); i++) {
      MethodHandle node = node(compiler, active.get(i));
      MethodHandle count =
          find(
              Running.class,
              "count",
              MethodType.methodType(
                  void.class, int.class, int.class, Running.class, SeriesNode.class),
              true);
      MethodHandle counting = MethodHandles.insertArguments(count, 0, i, active.size());
      MethodHandle step = MethodHandles.collectArguments(counting, 1, node);
      answer = MethodHandles.foldArguments(answer, guarded(step, null));
    }
    MethodHandle start =
        MethodHandles.insertArguments(
            find(Running.class, "start", MethodType.methodType(Running.class, Work.class), true),
            0,
            work());
    MethodHandle whole =
        MethodHandles.foldArguments(
            answer, MethodHandles.dropArguments(start, 0, type.parameterList()));
    return guarded(whole.asType(type), null);
  }

  private @Nullable Work work() {
    for (MethodEntry entry : woven.entries) {
      String name = entry.span();
      if (name != null) {
        return Work.of(METHOD, name.isEmpty() ? woven.shortName() : name)
            .attribute(FUNCTION, woven.method.type() + '.' + woven.method.name());
      }
    }
    return null;
  }

  private int addSeen(Map<Expr, Integer> positions, int from) {
    int next = from;
    MethodProbe probe = woven.probe;
    if (probe.self()) {
      positions.put(Root.THIS, next++);
    }
    for (int index : probe.arguments()) {
      positions.put(new Argument(index), next++);
    }
    return next;
  }

  /** {@code (nanos?, token?, this?, arguments…, result?, thrown)}. */
  MethodHandle exit(MethodType type) {
    MethodProbe probe = woven.probe;
    Map<Expr, Integer> positions = new HashMap<>();
    int next = 0;
    if (probe.timed()) {
      positions.put(Root.DURATION, next++);
    }
    int token = probe.token() ? next++ : -1;
    next = addSeen(positions, next);
    int result = probe.result() ? next++ : -1;
    if (probe.result()) {
      positions.put(Root.RESULT, result);
    }
    positions.put(Root.THROWN, next);
    MethodType timed = probe.timed() ? type.changeParameterType(0, double.class) : type;
    MethodType site = timed.changeReturnType(void.class);
    ExprCompiler compiler = new ExprCompiler(caller, site, positions, salt);
    List<MethodHandle> steps = new ArrayList<>();
    steps.add(MethodHandles.dropArguments(CALLED.bindTo(woven), 0, site.parameterList()));
    for (MethodEntry entry : woven.entries) {
      steps.add(entry(compiler, site, entry, token));
    }
    if (token >= 0) {
      steps.add(finish(site, token, next));
    }
    MethodHandle whole = steps.get(steps.size() - 1);
    for (int i = steps.size() - 2; i >= 0; i--) {
      whole = MethodHandles.foldArguments(whole, guarded(steps.get(i), null));
    }
    whole = probe.timed() ? MethodHandles.filterArguments(whole, 0, ELAPSED) : whole;
    whole = guarded(whole, null);
    return woven.isLater() ? LateExit.of(woven, whole, type, token, result) : whole;
  }

  private MethodHandle finish(MethodType site, int token, int thrown) {
    MethodHandle finish =
        find(
            Running.class,
            "finish",
            MethodType.methodType(void.class, boolean.class, Object.class, Throwable.class),
            true);
    return MethodHandles.permuteArguments(
        MethodHandles.insertArguments(finish, 0, !woven.isLater()), site, token, thrown);
  }

  private MethodHandle entry(ExprCompiler compiler, MethodType site, MethodEntry entry, int token) {
    MethodHandle body = MethodHandles.empty(site);
    Description description = new Description(entry, metrics);
    if (description.isNeeded()) {
      body = guarded(describe(compiler, entry, description, site, token), null);
    }
    for (int i = entry.metrics().size() - 1; i >= 0; i--) {
      MetricSpec spec = entry.metrics().get(i);
      if (spec.kind() != MetricSpec.Kind.ACTIVE) {
        body = MethodHandles.foldArguments(body, guarded(metric(compiler, spec), null));
      }
    }
    Expr when = entry.when();
    return when == null
        ? body
        : MethodHandles.guardWithTest(
            safely(compiler, () -> compiler.truth(when), boolean.class, false),
            body,
            MethodHandles.empty(site));
  }

  private MethodHandle metric(ExprCompiler compiler, MetricSpec spec) {
    Expr value = spec.value();
    MethodHandle number =
        value == null && spec.kind() == MetricSpec.Kind.COUNTER
            ? compiler.constant(double.class, 1.0)
            : safely(
                compiler,
                () -> compiler.number(value == null ? Root.DURATION : value),
                double.class,
                Double.NaN);
    MethodHandle operation =
        switch (spec.kind()) {
          case COUNTER -> COUNT;
          case GAUGE -> SET;
          default -> OBSERVE;
        };
    return compiler.on(operation, node(compiler, spec), number);
  }

  /** The series that a call's labels name. */
  private MethodHandle node(ExprCompiler compiler, MetricSpec spec) {
    MethodHandle node = compiler.constant(SeriesNode.class, instruments.root(spec));
    for (Expr label : spec.labels()) {
      node =
          compiler.on(CHILD, node, safely(compiler, () -> compiler.text(label), String.class, ""));
    }
    return node;
  }

  private MethodHandle describe(
      ExprCompiler compiler,
      MethodEntry entry,
      Description description,
      MethodType site,
      int token) {
    List<MethodHandle> values = new ArrayList<>();
    for (Expr attribute : entry.attributes().values()) {
      values.add(safely(compiler, () -> compiler.attribute(attribute), Object.class, null));
    }
    MethodHandle array =
        MethodHandles.identity(Object[].class).asCollector(Object[].class, values.size());
    MethodHandle describe =
        find(
                Description.class,
                "describe",
                MethodType.methodType(void.class, Object.class, Object[].class),
                false)
            .bindTo(description);
    MethodHandle running =
        token < 0
            ? compiler.constant(Object.class, null)
            : MethodHandles.permuteArguments(
                MethodHandles.identity(Object.class), site.changeReturnType(Object.class), token);
    MethodHandle all =
        values.isEmpty()
            ? compiler.constant(Object[].class, new Object[0])
            : compiler.on(array, values.toArray(new MethodHandle[0]));
    return compiler.on(describe, running, all);
  }

  /** An expression that does not fit this method is counted each time, as one that throws is. */
  private MethodHandle safely(
      ExprCompiler compiler,
      Supplier<MethodHandle> expression,
      Class<?> type,
      @Nullable Object otherwise) {
    try {
      return guarded(expression.get(), otherwise);
    } catch (RuntimeException e) {
      MethodHandle failed = MethodHandles.insertArguments(FAILED.bindTo(woven), 0, e);
      return MethodHandles.foldArguments(compiler.constant(type, otherwise), failed);
    }
  }

  /** What it throws is counted; then it answers something else. */
  private MethodHandle guarded(MethodHandle handle, @Nullable Object otherwise) {
    Class<?> type = handle.type().returnType();
    MethodHandle rest =
        type == void.class
            ? MethodHandles.empty(MethodType.methodType(void.class, Throwable.class))
            : MethodHandles.dropArguments(
                MethodHandles.constant(type, otherwise), 0, Throwable.class);
    return MethodHandles.catchException(
        handle, Throwable.class, MethodHandles.foldArguments(rest, FAILED.bindTo(woven)));
  }

  private static MethodHandle virtual(Class<?> owner, String name, Class<?>... parameters) {
    return find(owner, name, MethodType.methodType(void.class, List.of(parameters)), false);
  }

  private static MethodHandle find(Class<?> owner, String name, MethodType type, boolean isStatic) {
    try {
      return isStatic
          ? LOOKUP.findStatic(owner, name, type)
          : LOOKUP.findVirtual(owner, name, type);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
