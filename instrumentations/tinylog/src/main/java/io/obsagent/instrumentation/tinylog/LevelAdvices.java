// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.tinylog;

import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.ReplaceArgument;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Token;
import java.lang.ref.WeakReference;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tinylog.Level;
import org.tinylog.core.TinylogLoggingProvider;

/** Advice for what decides which levels are written, and for what asks for it. */
final class LevelAdvices {
  /** Those of the back end that is being made on this thread. */
  private static final ThreadLocal<@Nullable WeakReference<Object>> MADE = new ThreadLocal<>();

  private LevelAdvices() {}

  /** Advice for {@code getCustomLevels}, which a back end keeps. */
  static final class Custom {
    private Custom() {}

    @OnExit
    static @Nullable Map<String, Level> exit(@Return @Nullable Map<String, Level> configured) {
      if (configured == null) {
        return null;
      }
      Levels levels = new Levels(configured);
      MADE.set(new WeakReference<>(levels));
      return levels;
    }
  }

  /** Advice for {@code calculateMinimumLevel}: writers take what may be wanted later. */
  static final class Minimum {
    private Minimum() {}

    @OnEnter
    static @Nullable Levels enter(
        @Argument(0) @Nullable Level global, @Argument(1) @Nullable Object levels) {
      if (global == null || !(levels instanceof Levels known)) {
        return null;
      }
      known.configuredAs(global);
      return known;
    }

    @OnExit
    static @Nullable Level exit(@Token @Nullable Levels levels, @Return @Nullable Level minimum) {
      return levels == null || minimum == null ? minimum : levels.opened(minimum);
    }
  }

  /** Advice for the constructors of a back end. */
  static final class NewProvider {
    private NewProvider() {}

    @OnExit
    static void exit(@This TinylogLoggingProvider provider) {
      WeakReference<Object> made = MADE.get();
      MADE.remove();
      if (made != null && made.get() instanceof Levels levels && levels.isOpen()) {
        levels.belongTo(provider);
        EntryRecord.CAPTURE.context(provider, each -> new ProviderControl(levels));
      }
    }
  }

  /** Advice for {@code log} and {@code isEnabled}, before these look for the class that logs. */
  static final class Decide {
    private Decide() {}

    @OnEnter(skips = true)
    static @Nullable Level enter(
        @This TinylogLoggingProvider provider, @Argument(2) @Nullable Level level) {
      return level != null && Levels.deny(provider, level) ? level : null;
    }
  }

  /** Advice for {@code translateLevel} of bridges, which tell the finest level that is written. */
  static final class Translate {
    private Translate() {}

    @ReplaceArgument(0)
    static @Nullable Level level(@Argument(0) @Nullable Level level) {
      return level == null ? null : Levels.minimum(level);
    }
  }
}
