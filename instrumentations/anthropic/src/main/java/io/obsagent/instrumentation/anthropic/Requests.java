// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.anthropic;

import io.obsagent.instrumentation.shared.genai.Endpoint;
import io.obsagent.instrumentation.shared.genai.Endpoints;
import io.obsagent.instrumentation.shared.genai.FieldValue;
import io.obsagent.instrumentation.shared.genai.NewerGetter;
import io.obsagent.instrumentation.shared.genai.PrivateField;
import io.obsagent.instrumentation.shared.genai.RequestTable;
import io.obsagent.instrumentation.shared.genai.RequestTable.Asks;
import io.obsagent.spi.telemetry.GenAiContent;
import io.obsagent.spi.telemetry.GenAiRequest;
import io.obsagent.spi.telemetry.GenAiTask;

/** What requests say, and to whom; messages and beta messages alike. */
final class Requests {
  /** Since 3.x some are additional properties. */
  private static final RequestTable REQUEST =
      new RequestTable(FieldValue::of)
          .asks(Asks.MODEL, "_model")
          .asks(Asks.MAX_TOKENS, "_maxTokens")
          .asks(Asks.TEMPERATURE, "_temperature", "_additionalBodyProperties.temperature")
          .asks(Asks.TOP_P, "_topP", "_additionalBodyProperties.top_p")
          .asks(Asks.TOP_K, "_topK", "_additionalBodyProperties.top_k")
          .asks(Asks.STOP, "_stopSequences")
          .asks(Asks.TIER, "_serviceTier")
          .asks(Asks.REASONING, "_outputConfig._effort")
          .asks(Asks.INSTRUCTIONS, "_system")
          .asks(Asks.MESSAGES, "_messages")
          .asks(Asks.ROLE, "role")
          .asks(Asks.TEXT, message -> message);

  private static final int MAX_CLIENTS = 5;
  private static final NewerGetter BASE_URL = new NewerGetter("baseUrl");

  /** Of services: one for each client and each of its variations. */
  private static final Endpoints TO = new Endpoints(Requests::find);

  private Requests() {}

  static GenAiRequest of(Object service, Object params) {
    Endpoint to = TO.of(service);
    String name = params.getClass().getSimpleName();
    if (name.startsWith("Batch")) {
      boolean fetches = name.startsWith("BatchRetrieve");
      return to.request(fetches ? GenAiTask.FETCH_RESPONSE : GenAiTask.CREATE_BATCH, null);
    }
    return REQUEST.settings(to.request(GenAiTask.CHAT, REQUEST.model(params)), params);
  }

  static void tellSaid(GenAiContent said, Object params) {
    REQUEST.tellSaid(said, params);
  }

  /**
   * Where Bedrock, Vertex AI or Foundry answer, their back end knows it. Since 3.x the options have
   * it, before that the client for HTTP, beneath one that sends again.
   */
  private static Endpoint find(Object service) {
    Object options = PrivateField.read(service, "clientOptions");
    Object url = null;
    Object holder = options;
    for (int depth = 0; depth < MAX_CLIENTS && holder != null && url == null; depth++) {
      url = BASE_URL.of(PrivateField.read(holder, "backend"));
      Object client = PrivateField.read(holder, "originalHttpClient");
      holder = client != null ? client : PrivateField.read(holder, "httpClient");
    }
    url = url == null ? BASE_URL.of(options) : url;
    return Endpoint.of("anthropic", url instanceof String text ? text : null);
  }
}
