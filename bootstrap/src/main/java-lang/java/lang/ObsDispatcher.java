// SPDX-License-Identifier: Apache-2.0
package java.lang;

import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Bootstrap method of every call site that the agent weaves. It lies in java.lang because there
 * every class, of whatever loader and module, can name it. Where linking fails the site does
 * nothing, for ever.
 *
 * <p>It also holds the sites of each class that is too old for invokedynamic: they are values of
 * the class, and go when it goes.
 */
public final class ObsDispatcher extends ClassValue<ConcurrentHashMap<String, MethodHandle>> {
  private static final ObsDispatcher SITES = new ObsDispatcher();

  /**
   * Set once by the agent: {@code (Lookup, String, MethodType, Object[]) → CallSite}, null for "do
   * nothing".
   */
  public static volatile MethodHandle linker;

  private ObsDispatcher() {}

  @Override
  protected ConcurrentHashMap<String, MethodHandle> computeValue(Class<?> owner) {
    return new ConcurrentHashMap<>();
  }

  /**
   * The call site of a class that is too old to have it itself. Each caller with the same words
   * gets the same one, from the second time on by two look-ups.
   *
   * @param words name, descriptor, and the arguments as for {@link #bootstrap}: module id, advice
   *     class, advice descriptor, role, kept parameter; a space between them
   */
  public static MethodHandle site(Class<?> owner, String words) {
    ConcurrentHashMap<String, MethodHandle> sites = SITES.get(owner);
    MethodHandle known = sites.get(words);
    if (known != null) {
      return known;
    }
    String[] word = words.split(" ");
    MethodHandle linked =
        bootstrap(
                MethodHandles.lookup().in(owner),
                word[0],
                MethodType.fromMethodDescriptorString(word[1], null),
                Integer.valueOf(word[2]),
                word[3],
                word[4],
                Integer.valueOf(word[5]),
                Integer.valueOf(word[6]))
            .dynamicInvoker();
    MethodHandle first = sites.putIfAbsent(words, linked);
    return first == null ? linked : first;
  }

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
