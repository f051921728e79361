// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.openaiwebsocket;

import com.openai.models.responses.ResponsesServerEvent;
import io.obsagent.testing.GenAiTalkKit;
import java.util.List;
import java.util.Map;

/** The Responses API over a web socket. */
abstract class ResponsesKit extends GenAiTalkKit {
  @Override
  protected List<String> turn() {
    return List.of(Wire.DELTA, Wire.DELTA, Wire.COMPLETED);
  }

  @Override
  protected String answer() {
    return "TeaTea";
  }

  @Override
  protected List<String> withoutUsage() {
    return List.of(Wire.DELTA, Wire.COMPLETED.replaceAll(",\"usage\":.*}}}", "}}"));
  }

  @Override
  protected Map<String, Long> detailed() {
    return Map.of("cache_read.input_tokens", 1L, "reasoning.output_tokens", 1L);
  }

  @Override
  protected List<String> toolTurn() {
    return List.of(Wire.COMPLETED.replace("\"output\":[]", "\"output\":[" + Wire.CALL + "]"));
  }

  @Override
  protected String refusal(String message) {
    return Wire.ERROR.replace("\"wait\"", '"' + message + '"');
  }

  static boolean isLast(ResponsesServerEvent event) {
    return event.isResponseCompleted() || event.isError();
  }

  @Override
  protected String provider() {
    return "openai";
  }
}
