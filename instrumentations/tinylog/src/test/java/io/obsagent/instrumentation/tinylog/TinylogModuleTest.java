// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.tinylog;

import io.obsagent.testing.ModuleKit;
import java.util.Set;
import org.tinylog.Logger;

class TinylogModuleTest extends ModuleKit {
  TinylogModuleTest() {
    super(new TinylogModule());
  }

  @Override
  protected String use() {
    Logger.info("tea");
    return "logged";
  }

  @Override
  protected Set<String> adviceOfOtherVersions() {
    String entry =
        makesEntriesInConfiguration() ? "EntryAdvices.CreateOlder" : "EntryAdvices.Create";
    return hasBridge() ? Set.of(entry) : Set.of(entry, "LevelAdvices.Translate");
  }

  private static boolean hasBridge() {
    return TinylogModuleTest.class.getResource("/org/tinylog/jul/BridgeHandler.class") != null;
  }

  /** Since 2.3. */
  static boolean makesEntriesInConfiguration() {
    try {
      Class.forName("org.tinylog.core.TinylogLoggingConfiguration");
      return true;
    } catch (ClassNotFoundException older) {
      return false;
    }
  }
}
