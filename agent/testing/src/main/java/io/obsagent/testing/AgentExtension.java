// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** For tests in a JVM that runs under the agent: waits until it is ready, forgets earlier spans. */
public final class AgentExtension implements BeforeAllCallback, BeforeEachCallback {
  @Override
  public void beforeAll(ExtensionContext context) {
    Recorded.queue();
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    Recorded.clear();
  }
}
