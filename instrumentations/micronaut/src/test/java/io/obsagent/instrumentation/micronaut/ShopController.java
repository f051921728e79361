// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.micronaut;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Error;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.obsagent.testing.AgentContext;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What the tests ask for. */
@Controller(value = "/shop", produces = MediaType.TEXT_PLAIN)
class ShopController {
  @Get("/items/{id}{?page}")
  String item(@PathVariable String id, @QueryValue(defaultValue = "1") int page) {
    return AgentContext.traceId();
  }

  @ExecuteOn(TaskExecutors.IO)
  @Get("/blocking/{id}")
  String blocking(@PathVariable String id) {
    return AgentContext.traceId();
  }

  @Get("/later")
  CompletionStage<String> later() {
    return CompletableFuture.supplyAsync(AgentContext::traceId);
  }

  @Get("/broken")
  String broken() {
    throw new IllegalStateException("broken");
  }

  @Get("/broken-later")
  CompletionStage<String> brokenLater() {
    return CompletableFuture.supplyAsync(
        () -> {
          throw new IllegalStateException("broken");
        });
  }

  @Get("/mistake")
  String mistake() {
    throw new IllegalArgumentException("mistake");
  }

  @Error(IllegalArgumentException.class)
  HttpResponse<String> answer(IllegalArgumentException mistake) {
    return HttpResponse.unprocessableEntity();
  }
}
