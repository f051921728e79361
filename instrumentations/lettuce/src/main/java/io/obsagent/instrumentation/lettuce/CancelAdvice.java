// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.lettuce;

import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.This;

/** A subscriber lost interest: Lettuce does not tell so to those who wait for the command's end. */
final class CancelAdvice {
  private CancelAdvice() {}

  @OnEnter
  static void enter(@This Object subscription) throws IllegalAccessException {
    Commands.cancelled(subscription);
  }
}
