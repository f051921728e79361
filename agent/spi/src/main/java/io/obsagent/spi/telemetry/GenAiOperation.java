// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * A call to an AI model until its answer is fully received, or the work of an agent or a tool.
 *
 * <p>One call, one span, however many layers see it: the outermost is the one that counts. A layer
 * directly within work of its own kind gets a view of that work. What it tells is what the whole
 * work tells, and wins over what the outer layer says, for it is closer to the provider; its end
 * ends nothing. So no layer has to know of another.
 *
 * <pre>
 * ChatModel.call            start ─► the operation ───────────────── its end, and what nobody told
 *   └► the vendor's SDK     start ─► a view of it ─ host, tokens …
 *        └► HTTP client                            attempts, status of the last
 * </pre>
 */
public interface GenAiOperation extends Operation {
  /** Null for "do not watch this": the agent's own calls. */
  static @Nullable GenAiOperation start(GenAiRequest request) {
    return Telemetry.provider().startGenAi(request);
  }

  /**
   * Whether the user wants this call not to be made, as a budget is spent ({@code ai.budgets} with
   * {@code refuse}); counts it.
   *
   * @return the reason, for people; null for any other call, as always by default
   */
  static @Nullable String refusal(GenAiRequest request) {
    return Telemetry.provider().refuseGenAi(request);
  }

  /** The innermost work with AI that the current thread is in, which still runs; null for none. */
  static @Nullable GenAiOperation current() {
    return Telemetry.provider().currentGenAi();
  }

  GenAiTask.Kind kind();

  /** Tells that a chunk of a stream has arrived; each is timed, none is kept. */
  void chunk();

  void response(@Nullable String id, @Nullable String model);

  /**
   * Whether the answer's id has been told, with which the model is: most providers repeat both in
   * each chunk, where nobody needs to look for them again.
   */
  default boolean isNamed() {
    return false;
  }

  /** Adds a finish reason, one per choice. */
  default void finishReason(String reason) {
    finishReason(-1, reason);
  }

  /**
   * Adds the finish reason of one choice, if none of it is known: some providers tell it with each
   * chunk.
   *
   * @param choice from 0 on; beyond 31 as 31; -1 for one that is told once
   */
  void finishReason(int choice, String reason);

  /** Tokens so far; what an earlier report told, and this one does not, stays. */
  void usage(GenAiUsage usage);

  /** The tier that served the call, in the provider's words; null where it did not tell. */
  void servedBy(@Nullable String tier);

  /**
   * What the call costs by the provider's own figure, which wins over the agent's prices.
   *
   * @param usd not negative; NaN for not told
   */
  void cost(double usd);

  /**
   * The provider has refused or failed. Tells what the error is called in {@code error.type}, once
   * the operation ends with one.
   *
   * @param status of HTTP, or -1
   * @param code of the error in the provider's words, e.g. {@code insufficient_quota}, or null
   */
  void refused(int status, @Nullable String code);

  /**
   * What the provider leaves of a limit, by its answer's headers.
   *
   * @param limit per minute, or -1 where not told
   * @param remaining until the limit is set anew, or -1
   */
  void remaining(Limit of, long limit, long remaining);

  /**
   * Documents that a retrieval found; never what they say.
   *
   * @param lowest score, or NaN
   * @param highest score, or NaN
   */
  void found(long documents, double lowest, double highest);

  /** The application wants no more of the answer: ends the operation, which is no error. */
  void leave();

  /** What the call says, where that is asked for: by default, and if not sampled, null. */
  @Nullable GenAiContent content();

  /**
   * Whether a streamed request should ask its provider for the usage, which changes the request;
   * only where the application has not decided itself.
   */
  boolean asksForUsage();

  /** What a provider limits. */
  enum Limit {
    REQUESTS("requests"),
    TOKENS("tokens"),
    INPUT_TOKENS("input_tokens"),
    OUTPUT_TOKENS("output_tokens");

    private final String word;

    Limit(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }
}
