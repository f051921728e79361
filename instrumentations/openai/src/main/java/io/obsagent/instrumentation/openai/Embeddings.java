// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.openai;

import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.embeddings.EmbeddingModel;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.obsagent.spi.telemetry.GenAiRequest;
import io.obsagent.spi.telemetry.GenAiUsage;

/** What calls for embeddings say. */
final class Embeddings {
  static final AnswerReader<CreateEmbeddingResponse> WHOLE = AnswerReader.whole(Embeddings::tell);

  private Embeddings() {}

  static GenAiRequest request(Object service, EmbeddingCreateParams params) {
    EmbeddingModel model = Fields.orNull(params._model());
    return Endpoint.of(service)
        .request(
            "embeddings",
            model == null ? null : model.asString(),
            false,
            -1,
            Double.NaN,
            Double.NaN);
  }

  private static void tell(GenAiOperation operation, CreateEmbeddingResponse answer) {
    operation.response(null, Fields.orNull(answer._model()));
    CreateEmbeddingResponse.Usage usage = Fields.orNull(answer._usage());
    if (usage != null) {
      long input = Fields.orUnknown(usage._promptTokens());
      operation.usage(new GenAiUsage(input, -1, -1, -1, -1));
    }
  }
}
