// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springjms;

import io.obsagent.testing.ModuleKit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

class SpringJmsModuleTest extends ModuleKit {
  SpringJmsModuleTest() {
    super(new SpringJmsModule());
  }

  @Override
  protected String use() throws Exception {
    CompletableFuture<String> delivered = new CompletableFuture<>();
    try (Listening listening = new Listening("used", true, delivered::complete)) {
      listening.send("value");
      return delivered.get(60, TimeUnit.SECONDS);
    }
  }
}
