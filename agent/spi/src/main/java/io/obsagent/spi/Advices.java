// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi;

/** Receives the advice of a {@link TypeInstrumentation}. */
@FunctionalInterface
public interface Advices {
  /**
   * @param method the methods to advise; abstract and native ones never match, synthetic ones only
   *     where {@link MethodMatch#orSynthetic} says so
   * @param adviceClass binary name of a class with methods annotated by {@link
   *     io.obsagent.spi.advice}; the same class may be given for several methods
   */
  void on(MethodMatch method, String adviceClass);

  /**
   * Objects of the type have a field for what advice knows of them, see {@code HeldState}: for what
   * is asked at every call. Classes that are loaded already have none, and neither have those in
   * which none of the methods is found, if any was named.
   */
  default void holdState() {}
}
