// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.micrometer;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.obsagent.spi.advice.Guard;
import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;

/**
 * The common tags and filters of the application's registry, for meters of another: they are as
 * they would be there, and the registry stays as it is. Thread-safe.
 */
final class ApplicationFilters implements MeterFilter {
  private static final Guard GUARD = Guard.of(ApplicationFilters.class);
  private static final MeterFilter[] NONE = {};
  private static final @Nullable Field FILTERS = field();

  private static @Nullable Field field() {
    try {
      Field field = MeterRegistry.class.getDeclaredField("filters");
      field.setAccessible(true);
      return field;
    } catch (ReflectiveOperationException | RuntimeException closed) {
      return null;
    }
  }

  /** Those that are set now. */
  private MeterFilter[] all() {
    try {
      MeterRegistry registry = FILTERS == null ? null : Registries.firstOfApplication();
      return registry != null && FILTERS.get(registry) instanceof MeterFilter[] all ? all : NONE;
    } catch (Throwable e) {
      GUARD.caught(e);
      return NONE;
    }
  }

  @Override
  public Meter.Id map(Meter.Id id) {
    Meter.Id mapped = id;
    for (MeterFilter each : all()) {
      mapped = each.map(mapped);
    }
    return mapped;
  }

  @Override
  public MeterFilterReply accept(Meter.Id id) {
    for (MeterFilter each : all()) {
      MeterFilterReply reply = each.accept(id);
      if (reply != MeterFilterReply.NEUTRAL) {
        return reply;
      }
    }
    return MeterFilterReply.NEUTRAL;
  }

  @Override
  public @Nullable DistributionStatisticConfig configure(
      Meter.Id id, DistributionStatisticConfig config) {
    DistributionStatisticConfig configured = config;
    for (MeterFilter each : all()) {
      DistributionStatisticConfig next = each.configure(id, configured);
      configured = next == null ? configured : next;
    }
    return configured;
  }
}
