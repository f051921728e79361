// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.notify;

/** Tells one receiver in one way; called by that receiver's own thread, may block. */
interface Integration {
  /**
   * @throws DeliveryException if the receiver did not take it
   */
  void send(Notification notification) throws DeliveryException;
}
