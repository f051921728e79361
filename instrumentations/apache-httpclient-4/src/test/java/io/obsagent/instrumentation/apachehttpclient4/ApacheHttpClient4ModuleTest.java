// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.apachehttpclient4;

import io.obsagent.testing.HttpTarget;
import io.obsagent.testing.ModuleKit;
import java.io.IOException;
import org.apache.http.HttpResponse;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;
import org.apache.http.impl.nio.client.CloseableHttpAsyncClient;
import org.apache.http.impl.nio.client.HttpAsyncClients;
import org.apache.http.util.EntityUtils;

class ApacheHttpClient4ModuleTest extends ModuleKit {
  ApacheHttpClient4ModuleTest() {
    super(new ApacheHttpClient4Module());
  }

  @Override
  protected String use() throws Exception {
    try (HttpTarget target = new HttpTarget();
        CloseableHttpClient client = HttpClients.createDefault();
        CloseableHttpResponse response = client.execute(new HttpGet(target.uri("/status/200")));
        CloseableHttpAsyncClient later = HttpAsyncClients.createDefault()) {
      later.start();
      return seen(response)
          + seen(later.execute(new HttpGet(target.uri("/status/201")), null).get());
    }
  }

  private static String seen(HttpResponse response) throws IOException {
    return response.getStatusLine().getStatusCode() + EntityUtils.toString(response.getEntity());
  }
}
