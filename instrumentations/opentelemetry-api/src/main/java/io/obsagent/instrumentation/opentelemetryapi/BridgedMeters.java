// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.opentelemetryapi;

import io.obsagent.spi.advice.Guard;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.MeterBuilder;
import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.context.Context;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Meters whose instruments the agent reads. The API has some thirty types for them, and more with
 * each version; they differ in their names and in numbers being long or double. So one handler
 * stands for all builders, and one for all instruments.
 */
enum BridgedMeters implements MeterProvider {
  INSTANCE;

  private static final Guard GUARD = Guard.of(BridgedMeters.class);

  private static final double[] BOUNDS = {
    0, 5, 10, 25, 50, 75, 100, 250, 500, 750, 1_000, 2_500, 5_000, 7_500, 10_000
  };

  private static final double[] NO_BOUNDS = {};

  @Override
  public MeterBuilder meterBuilder(@Nullable String scope) {
    return new AnyMeter();
  }

  /** What a builder is told is not kept: instruments of one name are one. */
  private static final class AnyMeter implements MeterBuilder, InvocationHandler {
    @Override
    public MeterBuilder setSchemaUrl(@Nullable String url) {
      return this;
    }

    @Override
    public MeterBuilder setInstrumentationVersion(@Nullable String version) {
      return this;
    }

    @Override
    public Meter build() {
      return proxy(Meter.class, this);
    }

    @Override
    public @Nullable Object invoke(Object self, Method method, Object @Nullable [] arguments) {
      return switch (method.getName()) {
        case "counterBuilder" -> builder(method, arguments, Instrument.Kind.COUNTER);
        case "upDownCounterBuilder" -> builder(method, arguments, Instrument.Kind.UP_DOWN);
        case "gaugeBuilder" -> builder(method, arguments, Instrument.Kind.GAUGE);
        case "histogramBuilder" -> builder(method, arguments, Instrument.Kind.HISTOGRAM);
        case "batchCallback" -> batch(method, arguments);
        default -> ofObject(self, method, arguments);
      };
    }

    private static Object builder(
        Method method, Object @Nullable [] arguments, Instrument.Kind kind) {
      String name = arguments == null || arguments[0] == null ? "" : arguments[0].toString();
      return proxy(method.getReturnType(), new Builder(kind, name));
    }

    private static Object batch(Method method, Object @Nullable [] arguments) {
      List<Instrument> instruments = new ArrayList<>();
      if (arguments == null || !(arguments[0] instanceof Runnable task)) {
        return proxy(method.getReturnType(), new Registration(null));
      }
      addInstrument(arguments[1], instruments);
      for (Object other : (Object[]) arguments[2]) {
        addInstrument(other, instruments);
      }
      return registered(method, new Instruments.Callback(task, instruments));
    }

    private static void addInstrument(@Nullable Object measurement, List<Instrument> instruments) {
      if (measurement != null
          && Proxy.isProxyClass(measurement.getClass())
          && Proxy.getInvocationHandler(measurement) instanceof Recorder recorder) {
        instruments.add(recorder.instrument);
      }
    }
  }

  private static Object registered(Method method, Instruments.Callback callback) {
    Instruments.ALL.add(callback);
    return proxy(method.getReturnType(), new Registration(callback));
  }

  /** A builder of any instrument. Not thread-safe. */
  private static final class Builder implements InvocationHandler {
    private final Instrument.Kind kind;
    private final String name;
    private String help = "";
    private String unit = "";
    private double[] bounds;

    Builder(Instrument.Kind kind, String name) {
      this.kind = kind;
      this.name = name;
      this.bounds = kind == Instrument.Kind.HISTOGRAM ? BOUNDS : NO_BOUNDS;
    }

    @Override
    public @Nullable Object invoke(Object self, Method method, Object @Nullable [] arguments) {
      Object first = arguments == null ? null : arguments[0];
      switch (method.getName()) {
        case "setDescription" -> help = first == null ? "" : first.toString();
        case "setUnit" -> unit = first == null ? "" : first.toString();
        case "setExplicitBucketBoundariesAdvice" -> setBounds(first);
        case "ofLongs", "ofDoubles" -> {
          return proxy(method.getReturnType(), this);
        }
        case "build" -> {
          return proxy(method.getReturnType(), new Recorder(instrument(false), false));
        }
        case "buildObserver" -> {
          return proxy(method.getReturnType(), new Recorder(instrument(true), true));
        }
        case "buildWithCallback" -> {
          return withCallback(method, first);
        }
        default -> {
          return ofObject(self, method, arguments);
        }
      }
      return self;
    }

    private void setBounds(@Nullable Object list) {
      if (list instanceof List<?> numbers && kind == Instrument.Kind.HISTOGRAM) {
        double[] advised = new double[numbers.size()];
        for (int i = 0; i < advised.length; i++) {
          advised[i] = numbers.get(i) instanceof Number number ? number.doubleValue() : Double.NaN;
          if (Double.isNaN(advised[i]) || i > 0 && advised[i] <= advised[i - 1]) {
            return; // as the specification has it, wrong advice is none
          }
        }
        bounds = advised;
      }
    }

    private Instrument instrument(boolean observed) {
      return Instruments.ALL.get(
          kind, Instruments.exposed(kind, name, unit), help, bounds, observed);
    }

    @SuppressWarnings("unchecked") // it takes what measures of this kind are
    private Object withCallback(Method method, @Nullable Object callback) {
      if (!(callback instanceof Consumer<?> consumer)) {
        return proxy(method.getReturnType(), new Registration(null));
      }
      Instrument instrument = instrument(true);
      Object measurement = proxy(measurementOf(method), new Recorder(instrument, true));
      Runnable task = () -> ((Consumer<Object>) consumer).accept(measurement);
      return registered(method, new Instruments.Callback(task, List.of(instrument)));
    }

    /** {@code ObservableLongCounter} is measured by an {@code ObservableLongMeasurement}. */
    private static Class<?> measurementOf(Method method) {
      String type = method.getReturnType().getSimpleName();
      String number = type.contains("Long") ? "Long" : "Double";
      String name = Meter.class.getPackageName() + ".Observable" + number + "Measurement";
      try {
        return Class.forName(name, false, Meter.class.getClassLoader());
      } catch (ClassNotFoundException e) {
        throw new IllegalStateException("no type for what " + type + " measures", e);
      }
    }
  }

  /** Any instrument, and what a callback is given. */
  private static final class Recorder implements InvocationHandler {
    final Instrument instrument;
    private final boolean observes;

    Recorder(Instrument instrument, boolean observes) {
      this.instrument = instrument;
      this.observes = observes;
    }

    @Override
    public @Nullable Object invoke(Object self, Method method, Object @Nullable [] arguments) {
      if (arguments == null || !(arguments[0] instanceof Number number)) {
        return ofObject(self, method, arguments);
      }
      try {
        boolean given = arguments.length > 1 && arguments[1] instanceof Attributes;
        Attributes attributes = given ? (Attributes) arguments[1] : Attributes.empty();
        if (observes) {
          instrument.observe(number.doubleValue(), attributes);
        } else {
          boolean placed = arguments.length > 2 && arguments[2] instanceof Context;
          instrument.record(
              number.doubleValue(), attributes, placed ? (Context) arguments[2] : null);
        }
      } catch (Throwable e) {
        GUARD.caught(e);
      }
      return null;
    }
  }

  /** What ends a callback when it is closed. */
  private record Registration(Instruments.@Nullable Callback callback)
      implements InvocationHandler {
    @Override
    public @Nullable Object invoke(Object self, Method method, Object @Nullable [] arguments) {
      if (method.getName().equals("close") && callback != null) {
        Instruments.ALL.remove(callback);
        return null;
      }
      return ofObject(self, method, arguments);
    }
  }

  private static @Nullable Object ofObject(
      Object self, Method method, Object @Nullable [] arguments) {
    return switch (method.getName()) {
      case "equals" -> arguments != null && self == arguments[0];
      case "hashCode" -> System.identityHashCode(self);
      case "toString" -> method.getDeclaringClass().getSimpleName() + " of obs-agent";
      default -> method.getReturnType() == boolean.class ? Boolean.TRUE : null;
    };
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(
            BridgedMeters.class.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
