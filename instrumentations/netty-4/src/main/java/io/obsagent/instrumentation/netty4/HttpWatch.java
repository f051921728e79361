// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.netty4;

import io.netty.channel.ChannelHandlerContext;
import io.obsagent.spi.telemetry.WeakMap;
import io.opentelemetry.context.Scope;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Is told by Netty's general classes what may be of HTTP: messages that have been decoded and that
 * the pipeline is about to get, as a list; an exception; or, by the context itself, that a codec of
 * a stream has handed on what it has read. To messages of its own it may answer what is current
 * meanwhile.
 *
 * <p>Netty's general classes are there without HTTP, too: then there is no watch and nothing to do,
 * and they need none of the classes of HTTP to be woven. Nor need they be of the same class loader:
 * bundles of OSGi divide Netty by its jars, and each has its own copy of this class.
 */
interface HttpWatch extends BiFunction<ChannelHandlerContext, Object, @Nullable Scope> {
  /** There is one for each loader with HTTP's classes, as soon as a codec is made there. */
  final class Installed {
    /** Weakly, as they are of HTTP's loaders, which may go before the one of the channels. */
    private static final AtomicReference<
            List<WeakReference<BiFunction<ChannelHandlerContext, Object, @Nullable Scope>>>>
        ALL = WeakMap.shared(ChannelHandlerContext.class, () -> new AtomicReference<>(List.of()));

    /** Keeps the watch that is of this loader. */
    private static volatile @Nullable HttpWatch own;

    private Installed() {}

    /** Tells all; answers what one of them does, or null. */
    static @Nullable Scope tell(ChannelHandlerContext context, Object told) {
      var all = ALL.get();
      Scope answer = null;
      for (int i = 0; i < all.size(); i++) {
        var watch = all.get(i).get();
        answer = watch == null || answer != null ? answer : watch.apply(context, told);
      }
      return answer;
    }

    /** Whether there is one of this loader. */
    static boolean isThere() {
      return own != null;
    }

    /** Adds the one of this loader, and forgets those whose loaders are gone. */
    static synchronized void add(HttpWatch watch) {
      if (own == null) {
        own = watch;
        ALL.updateAndGet(
            known -> {
              var more = new ArrayList<>(known);
              more.removeIf(each -> each.refersTo(null));
              more.add(new WeakReference<>(watch));
              return List.copyOf(more);
            });
      }
    }
  }
}
