// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.weave;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/** Answers what a woven site calls; asked once for each site, on the application's thread. */
@FunctionalInterface
public interface ProbeLinker {
  /**
   * @param caller of the woven class, with all its rights
   * @param id of the {@link MethodProbe}
   * @param entry whether the site is at the method's beginning
   * @param type of the handle: references are {@code Object}, what is thrown {@code Throwable}
   * @return a handle that never throws; null for a site that does nothing, for ever
   */
  @Nullable MethodHandle link(MethodHandles.Lookup caller, int id, boolean entry, MethodType type);
}
