// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.vertx5;

import io.obsagent.testing.ModuleKit;
import io.vertx.core.Promise;
import java.util.concurrent.CompletableFuture;

class Vertx5ModuleTest extends ModuleKit {
  Vertx5ModuleTest() {
    super(new Vertx5Module());
  }

  @Override
  protected String use() throws Exception {
    Promise<String> promise = Promise.promise();
    CompletableFuture<String> seen = new CompletableFuture<>();
    promise.future().map(String::trim).onSuccess(seen::complete);
    promise.complete(" value ");
    return seen.get();
  }
}
