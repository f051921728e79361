// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.smoke.provider.ProviderServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

@Timeout(180)
class ShopTest {
  private static final String ANSWER = "Take the blue kettle; it goes well with tea.";

  private static ConfigurableApplicationContext shop;
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @BeforeAll
  static void open() {
    shop = SpringApplication.run(ShopApplication.class);
  }

  @AfterAll
  static void close() {
    shop.close();
  }

  @Test
  void showsItsProducts() throws Exception {
    assertThat(get("/products").body()).contains("Blue kettle", "Biscuit tin");
    assertThat(get("/products/2").body())
        .isEqualTo("{\"id\":2,\"name\":\"Red teapot\",\"price\":29.50,\"grams\":700}");
    assertThat(get("/products/99").statusCode()).isEqualTo(404);
    assertThat(get("/products/2/description").body()).isEqualTo(ANSWER);
  }

  @Test
  void keepsACartForEachCustomer() throws Exception {
    post("/cart?customer=bob&product=1");
    post("/cart?customer=bob&product=4");
    assertThat(get("/cart?customer=bob").body()).isEqualTo("[\"Two cups\",\"Blue kettle\"]");
    assertThat(get("/cart?customer=carol").body()).isEqualTo("[]");
  }

  @Test
  void checksOutWithPostageRankAndRecommendation() throws Exception {
    assertThat(post("/checkout?customer=bob&product=5").body())
        .contains("\"product\":\"Biscuit tin\",\"total\":15.50,\"salesRank\":")
        .endsWith(",\"recommendation\":\"" + ANSWER + "\"}");
  }

  @Test
  void streamsTheAssistantsAnswer() throws Exception {
    assertThat(get("/assistant?question=tea").body()).isEqualTo(ANSWER);
    assertThat(shop.getBean(ProviderServer.class).requests())
        .anyMatch(request -> request.text().contains("\"include_usage\":true"));
  }

  @Test
  void isSlowAndFailsWhereAskedFor() throws Exception {
    long start = System.nanoTime();
    assertThat(get("/slow?millis=50").body()).isEqualTo("at last");
    assertThat(System.nanoTime() - start).isGreaterThan(50_000_000L);
    assertThat(get("/fail").statusCode()).isEqualTo(500);
  }

  @Test
  void hasFaultsThatAreSwitchedOnAndOff() throws Exception {
    assertThat(post("/faults?latency=1&errorRate=1").body())
        .isEqualTo("{\"latency\":1,\"errorRate\":1.0}");
    assertThat(get("/products").statusCode()).isEqualTo(500);
    post("/faults");
    assertThat(get("/products").statusCode()).isEqualTo(200);
  }

  @Test
  void isFitForTheLoad() throws Exception {
    ShopLoad.main(new String[] {ShopApplication.url(shop), "--seconds", "5", "--rate", "50"});
    assertThat(get("/cart").body()).contains("Red teapot");
  }

  private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send("GET", path);
  }

  private static HttpResponse<String> post(String path) throws IOException, InterruptedException {
    return send("POST", path);
  }

  private static HttpResponse<String> send(String method, String path)
      throws IOException, InterruptedException {
    return HTTP.send(
        HttpRequest.newBuilder(URI.create(ShopApplication.url(shop) + path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
