// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jms;

import io.obsagent.testing.ModuleKit;
import java.util.Set;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Brokers.class)
class JmsModuleTest extends ModuleKit {
  private static final boolean JAVAX = "javax".equals(System.getProperty("library.version"));

  JmsModuleTest() {
    super(new JmsModule());
  }

  @Override
  protected Set<String> adviceOfOtherVersions() {
    String other = JAVAX ? "JakartaAdvices." : "JavaxAdvices.";
    return Set.of(
        other + "Send",
        other + "SendTo",
        other + "Receive",
        other + "SetMessageListener",
        other + "GetMessageListener");
  }

  @Override
  protected String use() throws Exception {
    return JAVAX ? JavaxUse.of(Brokers.classic()) : JakartaUse.of(Brokers.classic());
  }
}
