// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.modular;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/** Starts bundles in a framework of OSGi, as Karaf does; ends when its input ends. */
public final class BundleStarter {
  private BundleStarter() {}

  /**
   * @param arguments a directory of the framework's own, and the bundles' files
   */
  public static void main(String[] arguments) throws Exception {
    Framework framework =
        ServiceLoader.load(FrameworkFactory.class)
            .findFirst()
            .orElseThrow()
            .newFramework(Map.of(Constants.FRAMEWORK_STORAGE, arguments[0]));
    framework.start();
    List<Bundle> bundles = new ArrayList<>();
    for (int i = 1; i < arguments.length; i++) {
      String file = Path.of(arguments[i]).toUri().toString();
      bundles.add(framework.getBundleContext().installBundle(file));
    }
    for (Bundle bundle : bundles) {
      bundle.start();
    }
    while (System.in.read() >= 0) {
      // Whoever started this says when it ends.
    }
    framework.stop();
    framework.waitForStop(0);
    System.exit(0);
  }
}
