// SPDX-License-Identifier: Apache-2.0
package java.lang;

import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Bootstrap method of every call site that the agent weaves. It lies in java.lang because there
 * every class, of whatever loader and module, can name it. Where linking fails the site does
 * nothing, for ever.
 */
public final class ObsDispatcher {
  /**
   * Set once by the agent: {@code (Lookup, String, MethodType, Object[]) → CallSite}, null for "do
   * nothing".
   */
  public static volatile MethodHandle linker;

  private ObsDispatcher() {}

  /**
   * @param arguments what the agent's linker needs; the last is the index of the parameter that the
   *     site returns when it does nothing, or -1 for null, zero or nothing
   */
  public static CallSite bootstrap(
      MethodHandles.Lookup caller, String name, MethodType type, Object... arguments) {
    MethodHandle current = linker;
    if (current != null) {
      try {
        CallSite site = (CallSite) current.invokeExact(caller, name, type, arguments);
        if (site != null) {
          return site;
        }
      } catch (Throwable ignored) {
        // Nothing may be said from here; the linker has its own account of failures.
      }
    }
    return new ConstantCallSite(doNothing(type, (Integer) arguments[arguments.length - 1]));
  }

  /** A target of the type that returns one of its parameters, or null, zero or nothing. */
  public static MethodHandle doNothing(MethodType type, int keptParameter) {
    return keptParameter < 0
        ? MethodHandles.empty(type)
        : MethodHandles.permuteArguments(
            MethodHandles.identity(type.returnType()), type, keptParameter);
  }
}
