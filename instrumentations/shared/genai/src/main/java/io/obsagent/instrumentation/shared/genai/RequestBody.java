// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.genai;

import io.obsagent.spi.telemetry.GenAiContent;
import io.obsagent.spi.telemetry.GenAiRequest;
import io.obsagent.spi.telemetry.GenAiTask;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the JSON of a request asks for that the application has written itself, in the words of each
 * vendor. Not thread-safe.
 */
public final class RequestBody implements JsonFields.Listener {
  /** Settings behind a long text or an image are not worth looking for. */
  private static final int MAX_BYTES = 65_536;

  private static final JsonFields FIELDS =
      new JsonFields(
          "inferenceConfig textGenerationConfig max_tokens max_gen_len max_completion_tokens"
              + " maxTokens max_new_tokens maxTokenCount temperature top_p topP p top_k topK k seed"
              + " stop_sequences stopSequences stop system messages role content text prompt"
              + " inputText message");

  private final byte @Nullable [] body;
  private long maxTokens = -1;
  private double temperature = Double.NaN;
  private double topP = Double.NaN;
  private double topK = Double.NaN;
  private @Nullable Long seed;
  private @Nullable List<String> stop;

  /** Whether it is a text that the model goes on with, and no conversation. */
  private boolean completes;

  /** Where what is said is asked for. */
  private @Nullable GenAiContent said;

  private String role = "user";

  /**
   * @param body null where there is none, which says nothing
   */
  public RequestBody(byte @Nullable [] body) {
    this.body = body;
    read();
  }

  private void read() {
    if (body != null) {
      FIELDS.another().read(body, MAX_BYTES, this);
    }
  }

  /** What is asked for, which the names of models tell where it is no text. */
  public GenAiTask task(@Nullable String model) {
    if (model == null) {
      return GenAiTask.CHAT;
    }
    if (model.contains("embed")) {
      return GenAiTask.EMBEDDINGS;
    }
    if (model.contains("rerank")) {
      return GenAiTask.RERANK;
    }
    if (model.contains("-image") || model.contains("canvas") || model.contains("stability.")) {
      return GenAiTask.GENERATE_CONTENT;
    }
    return completes ? GenAiTask.TEXT_COMPLETION : GenAiTask.CHAT;
  }

  /** The request with what the body sets. */
  public GenAiRequest settings(GenAiRequest request) {
    return request
        .maxTokens(maxTokens)
        .temperature(temperature)
        .topP(topP)
        .topK(topK)
        .seed(seed)
        .stop(stop);
  }

  /** Reads the body again, for what it says. */
  public static void asked(GenAiContent content, Object body) {
    RequestBody request = (RequestBody) body;
    request.said = content;
    request.stop = null;
    request.read();
  }

  @Override
  public void field(String parent, String name, JsonFields at) {
    switch (parent) {
      case "" -> outermost(name, at);
      case "inferenceConfig", "textGenerationConfig" -> setting(name, at);
      default -> {
        if (said != null) {
          say(parent, name, at, said);
        }
      }
    }
  }

  private void outermost(String name, JsonFields at) {
    switch (name) {
      case "prompt", "inputText" -> {
        completes = true;
        if (said != null) {
          said.input("user", at.text());
        }
      }
      case "message", "system" -> {
        if (said != null && name.equals("system")) {
          said.instructions(at.text());
        } else if (said != null) {
          said.input("user", at.text());
        }
      }
      default -> setting(name, at);
    }
  }

  private void setting(String name, JsonFields at) {
    switch (name) {
      case "max_tokens",
          "max_gen_len",
          "max_completion_tokens",
          "maxTokens",
          "max_new_tokens",
          "maxTokenCount" ->
          maxTokens = at.number();
      case "temperature" -> temperature = at.fraction();
      case "top_p", "topP", "p" -> topP = at.fraction();
      case "top_k", "topK", "k" -> topK = at.fraction();
      case "seed" -> seed = at.number() < 0 ? null : (Long) at.number();
      case "stop_sequences", "stopSequences", "stop" -> {
        stop = stop == null ? new ArrayList<>() : stop;
        stop.add(at.text());
      }
      default -> {}
    }
  }

  private void say(String parent, String name, JsonFields at, GenAiContent content) {
    if (parent.equals("messages") && name.equals("role")) {
      role = at.text();
    } else if (parent.equals("system") && name.equals("text")) {
      content.instructions(at.text());
    } else if (parent.equals("messages") && name.equals("content")
        || parent.equals("content") && name.equals("text")) {
      content.input(role, at.text());
    }
  }
}
