// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.methods;

/** Takes one order. */
final class ShopVisit implements Runnable {
  ShopVisit() {}

  @Override
  public void run() {
    new Shop.PlainDesk().take(Shop.order(), 7);
  }
}
