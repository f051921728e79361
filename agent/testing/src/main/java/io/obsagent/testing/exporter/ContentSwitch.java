// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing.exporter;

import io.obsagent.core.operation.CoreTelemetry;
import java.util.Map;
import java.util.function.Consumer;

/** Switches what is kept of calls to AI models while a test runs. */
final class ContentSwitch {
  /**
   * Key of a {@code Consumer<Map<String, String>>} among the system properties: takes the values of
   * {@code ai.content} and what belongs to it, and none for off.
   */
  static final String KEY = "obs.testing.ai.content";

  private ContentSwitch() {}

  static void install(CoreTelemetry agent) {
    Consumer<Map<String, String>> change = values -> agent.content.set(new GivenOptions(values));
    System.getProperties().put(KEY, change);
  }
}
