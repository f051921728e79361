// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.assistant;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.exporter.testkit.ReceivingServer;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The assistant in a JVM of its own under the built jar, with keys in every place where an
 * application or its clients may put one: headers, URLs, prompts, arguments of tools, errors of the
 * provider and of a tool, the command line, the environment, the agent's own options. All of them
 * have one word in common, which is in nothing that leaves the process, whether what is said is
 * kept or not.
 */
@Timeout(900)
class PlantedKeyTest {
  private static final String WORD = "s3cr3t";
  private static final String OF_PROVIDER = "sk-proj-s3cr3tProvider0123456789";
  private static final String ANSWER = "it goes well with tea";
  private static final String EVENT = "gen_ai.client.inference.operation.details";
  private static final String SAID =
      "my key sk-ant-api03-s3cr3tPrompt0123456789, AIzas3cr3tGoogle01234567890123456789,"
          + " AKIAs3cr3t0123456789, gsk_s3cr3tGroq0123456789abcdef or Bearer s3cr3tBearer0123";
  private static final Pattern TRACE = Pattern.compile("\"(?:traceId|trace_id)\":\"([0-9a-f]{32})");

  @TempDir private Path directory;
  private ReceivingServer collector;
  private AgentProcess assistant;
  private int rounds;

  @BeforeEach
  void start() throws IOException {
    collector = ReceivingServer.start();
    content("off");
    assistant =
        AgentProcess.start(
            directory,
            Map.of("OPENAI_API_KEY", "sk-s3cr3tEnvironment0123456789"),
            List.of(
                "-Dobs.config.file=" + directory.resolve("obs-agent.yaml"),
                "-Dobs.evaluation.interval=1s",
                "-Dobs.data.directory=" + directory.resolve("data"),
                "-Dobs.traces.exporter=otlp,logging",
                "-Dobs.exporter.logging.output=" + directory.resolve("spans.jsonl"),
                "-Dobs.traces.export-interval=100ms",
                "-Dobs.metrics.export-interval=1s",
                "-Dobs.logs.export-interval=100ms",
                "-Dobs.exporter.otlp.endpoint=http://127.0.0.1:" + collector.port(),
                "-Dobs.exporter.otlp.headers=api-key=s3cr3tCollector0123",
                "-Dobs.logging.format=json",
                "-Dobs.logging.redact=true",
                "-Dobs.logging.files.enabled=true",
                "-Dobs.logging.files.directory=" + directory.resolve("logs")),
            "--provider.key=" + OF_PROVIDER);
  }

  @AfterEach
  void stop() throws Exception {
    assistant.close();
    collector.close();
  }

  @Test
  void noKeyLeavesTheProcessWhetherWhatIsSaidIsKeptOrNot() throws Exception {
    Map<String, String> off = round("execute_tool stock");
    content("attributes");
    assistant.await("the option taken", () -> told("attributes"));
    Map<String, String> attributes = round(ANSWER);
    content("event");
    assistant.await("the option taken", () -> told("event"));
    Map<String, String> event = round(ANSWER);
    content("log");
    assistant.await("the option taken", () -> told("log"));
    Map<String, String> log = round(EVENT);
    assistant.end();
    Map<String, String> rest = new LinkedHashMap<>();
    rest.put("the last by OTLP", received(""));
    rest.putAll(files());

    for (Map<String, String> each : List.of(off, attributes, event, log, rest)) {
      each.forEach((way, text) -> assertThat(text).as(way).doesNotContainIgnoringCase(WORD));
    }
    assertThat(off.get("OTLP")).doesNotContain(ANSWER);
    assertThat(off.get("traces")).doesNotContain(ANSWER);
    for (Map<String, String> kept : List.of(attributes, event)) {
      assertThat(kept.get("OTLP")).contains(ANSWER, "[redacted key]", "[redacted]");
      assertThat(kept.get("traces")).contains(ANSWER, "[redacted key]", "[redacted]");
    }
    assertThat(log.get("OTLP")).contains(ANSWER, "[redacted key]", "[redacted]");
    assertThat(rest.get("stdout")).contains("Incorrect API key provided: [redacted");
    assertThat(rest.get("logs/error.log")).contains("Incorrect API key provided: [redacted");
    assertThat(rest.get("spans.jsonl")).contains(ANSWER, "[redacted key]");
  }

  /** Plants keys everywhere, and takes all that the agent tells afterwards, and what it sends. */
  private Map<String, String> round(String sent) throws Exception {
    rounds++;
    String base = assistant.find("Assistant ready at (\\S+)");
    String question = "Is it here, by " + SAID + "? Tell me ";
    assertThat(get(base + "/agent?api_key=s3cr3tQuery0123&question=" + text(question)))
        .isPositive();
    assertThat(get(base + "/agent?question=" + text(question + "about nothing, " + SAID)))
        .isPositive();
    assertThat(get(base + "/agent/stream?question=" + text(question + "about " + SAID)))
        .isEqualTo(200);
    assertThat(get(base + "/clerk?question=" + text(question + "about " + SAID))).isEqualTo(200);
    assertThat(get(base + "/knowledge?question=" + text(question))).isEqualTo(200);
    assertThat(get(base + "/no/gsk_s3cr3tPath0123456789abcdef")).isEqualTo(404);
    assertThat(assistant.post(base + "/broken", SAID)).isEqualTo(500);
    Map<String, String> ways = new LinkedHashMap<>();
    assistant.await(
        "the last trace kept",
        () -> assistant.page("monitoring/traces?route=/broken").split("/broken").length > rounds);
    ways.put("traces", traces());
    ways.putAll(pages());
    ways.put("OTLP", received(sent));
    return ways;
  }

  private int get(String url) throws Exception {
    return assistant.get(
        url,
        "Authorization",
        "Bearer s3cr3tHeader0123",
        "X-Api-Key",
        "s3cr3tHeader0123",
        "Cookie",
        "session=s3cr3tCookie0123",
        "X-Correlation-ID",
        "sk-s3cr3tCorrelation0123456789",
        "X-Tenant",
        "sk-s3cr3tTenant0123456789",
        "X-User",
        "sk-s3cr3tUser0123456789");
  }

  private static String text(String question) {
    return URLEncoder.encode(question, UTF_8).replace("+", "%20");
  }

  private void content(String kept) throws IOException {
    Path file = directory.resolve("obs-agent.yaml");
    Path whole = directory.resolve("obs-agent.new");
    Files.writeString(
        whole,
        """
        ai:
          content: %s
          labels: {tenant: "header:X-Tenant"}
        users.header: X-User
        """
            .formatted(kept));
    Files.move(whole, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
  }

  private boolean told(String content) throws Exception {
    return assistant
        .page("monitoring/agent")
        .contains("\"ai.content\",\"value\":\"" + content + '"');
  }

  /** All that the console says of traces. */
  private String traces() throws Exception {
    StringBuilder all = new StringBuilder(assistant.page("monitoring/traces?limit=200"));
    for (MatchResult id : TRACE.matcher(all.toString()).results().toList()) {
      for (String form : List.of("", ".html", "/jaeger")) {
        all.append(assistant.page("monitoring/traces/" + id.group(1) + form));
      }
    }
    return all.toString();
  }

  /** Each page that the agent lists, but for those of one of many things. */
  private Map<String, String> pages() throws Exception {
    Map<String, String> pages = new LinkedHashMap<>();
    JsonNode paths = JsonMapper.shared().readTree(assistant.page("")).path("paths");
    for (JsonNode path : paths) {
      String name = path.asString();
      if (!name.contains("{") && !name.endsWith("/stream")) {
        pages.put(name, assistant.page(name.substring(1)));
      }
    }
    assertThat(pages).containsKeys("/metrics", "/monitoring/ai", "/monitoring/logs");
    pages.put("by tenant", assistant.page("monitoring/ai?range=1h&by=tenant"));
    assertThat(pages.get("by tenant")).contains("[redacted key]");
    return pages;
  }

  /** What has come by OTLP, once this is within. */
  private String received(String sent) throws Exception {
    StringBuilder all = new StringBuilder();
    while (collector.waiting() > 0 || all.indexOf(sent) < 0) {
      ReceivingServer.Request request = collector.take();
      all.append(request.path()).append(new String(request.body(), ISO_8859_1));
    }
    return all.toString();
  }

  /** All that is written below the directory. */
  private Map<String, String> files() throws IOException {
    Map<String, String> texts = new LinkedHashMap<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        texts.put(directory.relativize(file).toString(), Files.readString(file, ISO_8859_1));
      }
    }
    return texts;
  }
}
