// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.anthropic;

import com.anthropic.core.JsonValue;
import io.obsagent.instrumentation.shared.genai.Endpoint;
import io.obsagent.instrumentation.shared.genai.Endpoints;
import io.obsagent.instrumentation.shared.genai.NewerGetter;
import io.obsagent.instrumentation.shared.genai.PrivateField;
import io.obsagent.spi.telemetry.GenAiRequest;
import io.obsagent.spi.telemetry.GenAiTask;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What requests say, and to whom; messages and beta messages alike. */
final class Requests {
  private static final NewerGetter MODEL = new NewerGetter("_model");
  private static final NewerGetter MAX_TOKENS = new NewerGetter("_maxTokens");
  private static final NewerGetter STOP = new NewerGetter("_stopSequences");
  private static final NewerGetter TIER = new NewerGetter("_serviceTier");
  private static final NewerGetter CONFIG = new NewerGetter("_outputConfig");
  private static final NewerGetter EFFORT = new NewerGetter("_effort");

  /** Gone since 3.x, where they are additional properties. */
  private static final NewerGetter TEMPERATURE = new NewerGetter("_temperature");

  private static final NewerGetter TOP_P = new NewerGetter("_topP");
  private static final NewerGetter TOP_K = new NewerGetter("_topK");
  private static final NewerGetter MORE = new NewerGetter("_additionalBodyProperties");

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
    return to.request(GenAiTask.CHAT, Fields.word(MODEL, params))
        .maxTokens(Fields.number(MAX_TOKENS, params))
        .temperature(setting(TEMPERATURE, "temperature", params))
        .topP(setting(TOP_P, "top_p", params))
        .topK(setting(TOP_K, "top_k", params))
        .stop(stop(Fields.value(STOP, params)))
        .tier(Fields.word(TIER, params))
        .reasoning(Fields.word(EFFORT, Fields.value(CONFIG, params)));
  }

  @SuppressWarnings("unchecked") // it is a list of texts
  private static @Nullable List<String> stop(@Nullable Object sequences) {
    return sequences instanceof List<?> ? (List<String>) sequences : null;
  }

  private static double setting(NewerGetter getter, String name, Object params) {
    Object value = Fields.value(getter, params);
    if (value == null && MORE.of(params) instanceof Map<?, ?> more && !more.isEmpty()) {
      value = more.get(name) instanceof JsonValue json ? json.asNumber().orElse(null) : null;
    }
    return value instanceof Number number ? number.doubleValue() : Double.NaN;
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
