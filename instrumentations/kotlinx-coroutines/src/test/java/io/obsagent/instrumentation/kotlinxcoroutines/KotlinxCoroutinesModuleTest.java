// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.kotlinxcoroutines;

import io.obsagent.testing.ModuleKit;
import kotlin.coroutines.EmptyCoroutineContext;
import kotlinx.coroutines.BuildersKt;

class KotlinxCoroutinesModuleTest extends ModuleKit {
  KotlinxCoroutinesModuleTest() {
    super(new KotlinxCoroutinesModule());
  }

  @Override
  protected String use() throws Exception {
    return BuildersKt.runBlocking(
        EmptyCoroutineContext.INSTANCE, (scope, completion) -> "coroutine");
  }
}
