// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.receivers;

/** Tells one receiver in one way; called by that receiver's own thread, may block. */
public interface Integration {
  /**
   * @throws DeliveryException if the receiver did not take it
   */
  void send(Notification notification) throws DeliveryException;
}
