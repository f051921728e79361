// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.feign;

import feign.Feign;
import io.obsagent.testing.HttpTarget;
import io.obsagent.testing.ModuleKit;

class FeignModuleTest extends ModuleKit {
  FeignModuleTest() {
    super(new FeignModule());
  }

  @Override
  protected String use() {
    try (HttpTarget target = new HttpTarget()) {
      return Feign.builder().target(Statuses.class, target.uri("").toString()).get("203");
    }
  }
}
