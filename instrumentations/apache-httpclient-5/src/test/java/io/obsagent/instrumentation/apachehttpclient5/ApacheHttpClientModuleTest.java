// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.apachehttpclient5;

import io.obsagent.testing.HttpTarget;
import io.obsagent.testing.ModuleKit;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.async.methods.SimpleHttpResponse;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.CloseableHttpResponse;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.io.entity.EntityUtils;

class ApacheHttpClientModuleTest extends ModuleKit {
  ApacheHttpClientModuleTest() {
    super(new ApacheHttpClientModule());
  }

  @Override
  @SuppressWarnings("deprecation") // Its successor is younger than 5.0.
  protected String use() throws Exception {
    try (HttpTarget target = new HttpTarget();
        CloseableHttpClient classic = HttpClients.createDefault();
        CloseableHttpAsyncClient async = HttpAsyncClients.createDefault();
        CloseableHttpResponse response = classic.execute(new HttpGet(target.uri("/status/200")))) {
      async.start();
      SimpleHttpResponse later =
          async.execute(new SimpleHttpRequest("GET", target.uri("/status/200")), null).get();
      return response.getCode()
          + EntityUtils.toString(response.getEntity())
          + later.getCode()
          + later.getBodyText();
    }
  }
}
