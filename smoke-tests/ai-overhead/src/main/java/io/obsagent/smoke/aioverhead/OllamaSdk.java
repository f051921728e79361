// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.aioverhead;

import com.sun.net.httpserver.HttpServer;
import io.github.ollama4j.Ollama;
import io.github.ollama4j.exceptions.OllamaException;
import io.github.ollama4j.models.chat.OllamaChatMessage;
import io.github.ollama4j.models.chat.OllamaChatMessageRole;
import io.github.ollama4j.models.chat.OllamaChatRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** ollama4j, whose HTTP client is its own: over the loopback. */
final class OllamaSdk implements Sdk {
  private static final String HEAD =
      "{\"model\":\"llama3\",\"created_at\":\"2026-01-01T00:00:00Z\",\"message\":"
          + "{\"role\":\"assistant\",\"content\":\"Tea\"},\"done\":";
  private static final String LAST =
      HEAD
          + "true,\"done_reason\":\"stop\",\"total_duration\":5,\"prompt_eval_count\":3,"
          + "\"eval_count\":2}\n";

  private final Ollama client;
  private int chunks;
  private byte[] answer = {};

  OllamaSdk() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/",
          exchange -> {
            try (exchange) {
              exchange.getRequestBody().readAllBytes();
              exchange.sendResponseHeaders(200, answer.length);
              exchange.getResponseBody().write(answer);
            }
          });
      Thread serving = new Thread(server::start, "provider");
      serving.setDaemon(true);
      serving.start();
      serving.join();
      client = new Ollama("http://127.0.0.1:" + server.getAddress().getPort());
      client.setMaxChatToolCallRetries(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String name() {
    return "ollama4j";
  }

  @Override
  public void ask() {
    chat(0, false);
  }

  @Override
  public boolean stream(int length) {
    chat(length, true);
    return true;
  }

  private void chat(int length, boolean stream) {
    if (chunks != length || answer.length == 0) {
      chunks = length;
      answer = Wire.bytes((HEAD + "false}\n").repeat(length) + LAST);
    }
    OllamaChatRequest question = new OllamaChatRequest();
    question.setModel("llama3");
    question.setMessages(
        new ArrayList<>(List.of(new OllamaChatMessage(OllamaChatMessageRole.USER, "Tea?"))));
    try {
      client.chat(question, stream ? chunk -> Seen.chunk() : null);
    } catch (OllamaException e) {
      throw new IllegalStateException(e);
    }
  }
}
