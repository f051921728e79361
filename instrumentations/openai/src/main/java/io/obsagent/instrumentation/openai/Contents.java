// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.openai;

import static io.obsagent.instrumentation.openai.Fields.orEmpty;

import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessageParam;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseOutputItem;
import io.obsagent.instrumentation.shared.genai.NewerGetter;
import io.obsagent.instrumentation.shared.genai.SpokenText;
import io.obsagent.spi.telemetry.GenAiContent;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What chat completions and responses say, for who opted in to seeing it. */
final class Contents {
  private static final List<String> ROLES =
      List.of("system", "developer", "user", "assistant", "tool", "function");
  private static final List<NewerGetter> VARIANTS = ROLES.stream().map(NewerGetter::new).toList();
  private static final NewerGetter CALL_ID = new NewerGetter("toolCallId");
  private static final NewerGetter OF_CALL = new NewerGetter("callId");
  private static final NewerGetter CALLS = new NewerGetter("toolCalls");
  private static final NewerGetter ID = new NewerGetter("id");
  private static final NewerGetter FUNCTION = new NewerGetter("function");
  private static final NewerGetter NAME = new NewerGetter("name");
  private static final NewerGetter ARGUMENTS = new NewerGetter("arguments");

  /** Optional since 4.x. */
  private static final NewerGetter INPUT = new NewerGetter("input");

  private static final NewerGetter INSTRUCTIONS = new NewerGetter("instructions");

  private Contents() {}

  static void asked(GenAiContent content, Object params) {
    if (params instanceof ChatCompletionCreateParams chat) {
      for (ChatCompletionMessageParam message : orEmpty(chat._messages())) {
        asked(content, message);
      }
    } else if (params instanceof ResponseCreateParams response) {
      content.instructions(SpokenText.of(INSTRUCTIONS.of(response)));
      content.input("user", SpokenText.of(INPUT.of(response)));
    }
  }

  private static void asked(GenAiContent content, ChatCompletionMessageParam message) {
    for (int i = 0; i < ROLES.size(); i++) {
      Object said = held(VARIANTS.get(i).of(message));
      if (said != null) {
        String text = SpokenText.of(said);
        if (i < 2) {
          content.instructions(text);
        } else if (i == 4) {
          content.toolResult(text(CALL_ID, said), text);
        } else {
          content.input(ROLES.get(i), text);
        }
      }
    }
  }

  static void answered(GenAiContent content, Object part) {
    if (part instanceof ChatCompletionChunk chunk) {
      for (ChatCompletionChunk.Choice choice : orEmpty(chunk._choices())) {
        content.output(choice.delta().content().orElse(null));
        called(content, choice.delta());
      }
    } else if (part instanceof ChatCompletion answer) {
      for (ChatCompletion.Choice choice : orEmpty(answer._choices())) {
        content.output(choice.message().content().orElse(null));
        called(content, choice.message());
      }
    }
  }

  static void answered(GenAiContent content, Response answer) {
    for (ResponseOutputItem item : orEmpty(answer._output())) {
      content.output(SpokenText.of(item.message()));
      Object call = item.functionCall().orElse(null);
      if (call != null) {
        content.toolCall(text(OF_CALL, call), text(NAME, call), text(ARGUMENTS, call));
      }
    }
  }

  /** Since 3.x a call is a union, of which one is a function's. */
  private static void called(GenAiContent content, Object message) {
    if (held(CALLS.of(message)) instanceof List<?> calls) {
      for (Object each : calls) {
        Object call = held(FUNCTION.of(each));
        Object function = call == null ? null : held(FUNCTION.of(call));
        Object named = function == null ? call : function;
        content.toolCall(
            text(ID, function == null ? each : call), text(NAME, named), text(ARGUMENTS, named));
      }
    }
  }

  private static @Nullable Object held(@Nullable Object value) {
    return value instanceof Optional<?> optional ? optional.orElse(null) : value;
  }

  private static @Nullable String text(NewerGetter getter, @Nullable Object object) {
    Object value = held(getter.of(object));
    return value == null ? null : value.toString();
  }
}
