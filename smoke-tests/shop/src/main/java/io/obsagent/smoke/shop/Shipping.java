// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.shop;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.springframework.stereotype.Service;

/** Asks the shipping service, over HTTP. */
@Service
class Shipping {
  private final HttpClient http;
  private final URI quotes;

  Shipping(HttpClient http, ShippingService service) {
    this.http = http;
    this.quotes = service.quotes();
  }

  BigDecimal quote(Product product) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(quotes + "/" + product.grams()))
            .timeout(Duration.ofSeconds(5))
            .build();
    HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException(quotes + " answered " + response.statusCode());
    }
    return new BigDecimal(response.body());
  }
}
