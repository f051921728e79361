// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.jdkhttpserver;

import io.obsagent.testing.HttpTarget;
import io.obsagent.testing.ModuleKit;

class JdkHttpServerModuleTest extends ModuleKit {
  JdkHttpServerModuleTest() {
    super(new JdkHttpServerModule());
  }

  @Override
  protected String use() throws Exception {
    try (HttpTarget target = new HttpTarget()) {
      return get(target.uri("/status/200").toString());
    }
  }
}
