// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.assistant;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.smoke.provider.ProviderServer;
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
import tools.jackson.databind.json.JsonMapper;

@Timeout(180)
class AssistantTest {
  private static final String ANSWER = "Take the blue kettle; it goes well with tea.";

  private static ConfigurableApplicationContext assistant;

  @BeforeAll
  static void start() {
    assistant = SpringApplication.run(AssistantApplication.class);
  }

  @AfterAll
  static void stop() {
    assistant.close();
  }

  private static String get(String path) throws Exception {
    String url = AssistantApplication.url(assistant) + path;
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }

  @Test
  void theAgentAsksTheMcpServerAndAnswers() throws Exception {
    assertThat(get("/agent")).isEqualTo(ANSWER);
    assertThat(get("/agent/stream")).isEqualTo(ANSWER);
    assertThat(assistant.getBean(ProviderServer.class).requests())
        .anyMatch(request -> request.text().contains("12 in stock"));
  }

  @Test
  void theClerkDoesTheSameByLangChain4j() throws Exception {
    assertThat(get("/clerk")).isEqualTo(ANSWER);
    assertThat(assistant.getBean(ProviderServer.class).requests())
        .anyMatch(
            request ->
                request.text().contains("gpt-4.1-mini") && request.text().contains("12 in stock"));
  }

  @Test
  void knowledgeGoesIntoTheQuestion() throws Exception {
    assertThat(get("/knowledge")).isEqualTo(ANSWER);
    assertThat(assistant.getBean(ProviderServer.class).requests())
        .anyMatch(request -> request.text().contains("\"role\":\"system\""));
  }

  @Test
  void theReportIsATable() {
    String json =
        "{\"by\":\"model\",\"total\":{\"calls\":2,\"errors\":0,\"tokens\":{\"input\":5},"
            + "\"cost_usd\":null,\"latency_seconds\":{}},\"groups\":[{\"model\":\"m\",\"calls\":2,"
            + "\"errors\":0,\"tokens\":{\"input\":5,\"output\":7},\"cost_usd\":0.25,"
            + "\"latency_seconds\":{\"p50\":0.0125,\"p95\":1.5}}]}";

    assertThat(AiReport.table("model", JsonMapper.shared().readTree(json)).lines())
        .anyMatch(line -> line.matches("m +2 +0 +5 +7 +12\\.5 +1500\\.0 +0\\.250000"))
        .anyMatch(line -> line.matches("all +2 +0 +5 +- +- +- +unknown"));
  }
}
