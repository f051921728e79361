// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.anthropic;

import com.anthropic.core.JsonValue;
import io.obsagent.instrumentation.shared.genai.JsonText;
import io.obsagent.instrumentation.shared.genai.NewerGetter;
import io.obsagent.instrumentation.shared.genai.SpokenText;
import io.obsagent.spi.telemetry.GenAiContent;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What messages say, for who opted in to seeing it. */
final class Contents {
  private static final NewerGetter SYSTEM = new NewerGetter("_system");
  private static final NewerGetter MESSAGES = new NewerGetter("_messages");
  private static final NewerGetter ROLE = new NewerGetter("role");
  private static final NewerGetter CONTENT = new NewerGetter("_content");
  private static final NewerGetter BLOCK_DELTA = new NewerGetter("contentBlockDelta");
  private static final NewerGetter BLOCK_START = new NewerGetter("contentBlockStart");
  private static final NewerGetter BLOCK = new NewerGetter("_contentBlock");
  private static final NewerGetter INPUT_DELTA = new NewerGetter("inputJson");
  private static final NewerGetter PARTIAL = new NewerGetter("_partialJson");
  private static final NewerGetter DELTA = new NewerGetter("_delta");
  private static final NewerGetter TOOL_USE = new NewerGetter("toolUse", "betaToolUse");
  private static final NewerGetter ID = new NewerGetter("_id");
  private static final NewerGetter NAME = new NewerGetter("_name");
  private static final NewerGetter INPUT = new NewerGetter("_input");

  private Contents() {}

  static void asked(GenAiContent content, Object params) {
    content.instructions(SpokenText.of(Fields.value(SYSTEM, params)));
    if (Fields.value(MESSAGES, params) instanceof List<?> messages) {
      for (Object message : messages) {
        Object role = ROLE.of(message);
        content.input(role == null ? "user" : role.toString(), SpokenText.of(message));
      }
    }
  }

  /** A message, or a part of one. */
  static void answered(GenAiContent content, Object part) {
    Object delta = held(BLOCK_DELTA.of(part));
    if (delta != null) {
      Object said = Fields.value(DELTA, delta);
      Object input = held(INPUT_DELTA.of(said));
      if (input == null) {
        content.output(SpokenText.of(said));
      } else {
        content.toolCall(null, null, Fields.word(PARTIAL, input));
      }
      return;
    }
    Object start = held(BLOCK_START.of(part));
    Object begun = start == null ? null : held(TOOL_USE.of(Fields.value(BLOCK, start)));
    if (begun != null) {
      // Its input is empty, and follows.
      content.toolCall(Fields.word(ID, begun), Fields.word(NAME, begun), "");
    } else if (Fields.value(CONTENT, part) instanceof List<?> blocks) {
      for (Object block : blocks) {
        Object use = held(TOOL_USE.of(block));
        if (use == null) {
          content.output(SpokenText.of(block));
        } else {
          content.toolCall(Fields.word(ID, use), Fields.word(NAME, use), json(INPUT.of(use)));
        }
      }
    }
  }

  private static String json(@Nullable Object input) {
    return input instanceof JsonValue value ? JsonText.of(value.convert(Object.class)) : "";
  }

  private static @Nullable Object held(@Nullable Object value) {
    return value instanceof Optional<?> optional ? optional.orElse(null) : null;
  }
}
