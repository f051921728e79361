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
}
