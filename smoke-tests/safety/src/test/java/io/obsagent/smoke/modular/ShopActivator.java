// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.modular;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Opens the shop where it is a bundle. */
public final class ShopActivator implements BundleActivator {
  @Override
  public void start(BundleContext context) throws InterruptedException {
    ModularShop.open();
  }

  @Override
  public void stop(BundleContext context) {}
}
