// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.awsbedrock;

import io.obsagent.instrumentation.shared.genai.AnswerBody;
import io.obsagent.instrumentation.shared.genai.JsonFields;
import io.obsagent.instrumentation.shared.genai.NewerGetter;
import io.obsagent.spi.telemetry.GenAiContent;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.obsagent.spi.telemetry.GenAiUsage;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamOutput;
import software.amazon.awssdk.services.bedrockruntime.model.PayloadPart;

/**
 * What the events of a stream tell, whichever kind of stream it is. Chunks of {@code
 * invokeModelWithResponseStream} are parts of a body; in a stream of both directions Nova Sonic
 * tells, event by event:
 *
 * <pre>
 * {"event":{"textOutput":{"content":"Tea.","role":"ASSISTANT"}}}      or what was heard: USER
 * {"event":{"toolUse":{"content":"{}","toolName":"kettle","toolUseId":"t-1"}}}
 * {"event":{"completionEnd":{"stopReason":"END_TURN"}}}               of each turn
 * {"event":{"usageEvent":{"totalInputTokens":3,"totalOutputTokens":2,
 *     "details":{"delta":{…},"total":{"input":{"speechTokens":1,…},"output":{…}}}}}}
 * </pre>
 *
 * Tokens are those of the stream so far. One for each stream; the library gives one event after the
 * other.
 */
final class Events implements JsonFields.Listener {
  private static final int MAX_BYTES = 1 << 20;

  /** Of newer versions. */
  private static final NewerGetter BYTES = new NewerGetter("bytes");

  private static final JsonFields FIELDS =
      new JsonFields(
          "event textOutput toolUse completionEnd usageEvent details total input output content role"
              + " toolName toolUseId stopReason totalInputTokens totalOutputTokens speechTokens");

  private @Nullable AnswerBody body;
  private final JsonFields fields = FIELDS.another();
  private final @Nullable GenAiContent said;
  private final GenAiOperation operation;
  private @Nullable String content;
  private @Nullable String role;
  private @Nullable String tool;
  private @Nullable String toolId;
  private long input;
  private long output;
  private long heard;
  private long spoken;

  Events(GenAiOperation operation) {
    this.operation = operation;
    this.said = operation.content();
  }

  void tell(GenAiOperation call, Object event) {
    if (event instanceof ConverseStreamOutput) {
      Answers.tell(call, event);
    } else if (BYTES.of(event) instanceof SdkBytes bytes) {
      if (event instanceof PayloadPart) {
        body = body == null ? new AnswerBody(call) : body;
        body.tell(bytes.asByteArrayUnsafe());
      } else {
        input = -1;
        output = -1;
        heard = -1;
        spoken = -1;
        fields.read(bytes.asByteArrayUnsafe(), MAX_BYTES, this);
      }
    }
  }

  @Override
  public void field(String parent, String name, JsonFields at) {
    switch (name) {
      case "stopReason" -> operation.finishReason(0, at.text());
      case "totalInputTokens" -> input = at.number();
      case "totalOutputTokens" -> output = at.number();
      case "speechTokens" -> {
        if (parent.equals("input")) {
          heard = at.number();
        } else {
          spoken = at.number();
        }
      }
      default -> {
        if (said != null) {
          say(name, at);
        }
      }
    }
  }

  private void say(String name, JsonFields at) {
    switch (name) {
      case "content" -> content = at.text();
      case "role" -> role = at.text();
      case "toolName" -> tool = at.text();
      case "toolUseId" -> toolId = at.text();
      default -> {}
    }
  }

  @Override
  public void ended(String name) {
    if (name.equals("usageEvent") && (input >= 0 || output >= 0)) {
      GenAiUsage told = GenAiUsage.of(input, output);
      operation.usage(heard > 0 || spoken > 0 ? told.audio(heard, spoken) : told);
    } else if (said != null && name.equals("textOutput")) {
      if ("USER".equals(role)) {
        said.input("user", content);
      } else {
        said.output(content);
      }
      forget();
    } else if (said != null && name.equals("toolUse")) {
      said.toolCall(toolId, tool, content);
      forget();
    }
  }

  private void forget() {
    content = null;
    role = null;
    tool = null;
    toolId = null;
  }
}
