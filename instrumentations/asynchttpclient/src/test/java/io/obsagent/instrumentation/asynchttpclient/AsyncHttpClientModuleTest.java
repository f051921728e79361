// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.asynchttpclient;

import io.obsagent.testing.HttpTarget;
import io.obsagent.testing.ModuleKit;
import org.asynchttpclient.AsyncHttpClient;
import org.asynchttpclient.DefaultAsyncHttpClient;
import org.asynchttpclient.Response;

class AsyncHttpClientModuleTest extends ModuleKit {
  AsyncHttpClientModuleTest() {
    super(new AsyncHttpClientModule());
  }

  @Override
  protected String use() throws Exception {
    try (HttpTarget target = new HttpTarget();
        AsyncHttpClient client = new DefaultAsyncHttpClient()) {
      Response response = client.prepareGet(target.uri("/status/203").toString()).execute().get();
      return response.getStatusCode() + response.getResponseBody();
    }
  }
}
