// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.health;

/**
 * Asks a check of a framework.
 *
 * @param <C> the framework's type of a check
 */
@FunctionalInterface
public interface CheckReader<C> {
  /**
   * Asks once; may wait.
   *
   * @return empty if all is well; else what is wrong in a word or two, without anything that the
   *     check tells of addresses or users
   */
  String wrong(C check) throws Exception;
}
