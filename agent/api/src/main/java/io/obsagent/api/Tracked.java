// SPDX-License-Identifier: Apache-2.0
package io.obsagent.api;

/**
 * An operation of the business that runs. Made by {@link Obs#track}. Say how it went before it is
 * closed: {@link #success}, or {@link #failed(String)} with the reason. One of which nothing was
 * said has failed, for an exception has passed by that.
 *
 * <pre>{@code
 * try (Tracked checkout = Obs.track("checkout")) {
 *   if (!pay(cart)) {
 *     checkout.failed("declined");
 *     return;
 *   }
 *   checkout.success();
 * }
 * }</pre>
 */
public interface Tracked extends Span {
  /**
   * Says that it went well.
   *
   * <pre>{@code
   * checkout.success();
   * }</pre>
   */
  Tracked success();
}
