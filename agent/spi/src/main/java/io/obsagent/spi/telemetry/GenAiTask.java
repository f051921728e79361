// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.telemetry;

/**
 * What is asked of an AI model, or done with one, in the words of {@code gen_ai.operation.name}.
 */
public enum GenAiTask {
  CHAT("chat", Kind.INFERENCE),
  TEXT_COMPLETION("text_completion", Kind.INFERENCE),
  GENERATE_CONTENT("generate_content", Kind.INFERENCE),
  EMBEDDINGS("embeddings", Kind.EMBEDDINGS),
  /** Reranking, moderation: a judgement by a model, for which the conventions have no word. */
  RERANK("rerank", Kind.INFERENCE),
  MODERATION("moderation", Kind.INFERENCE),
  /** Many requests that are answered later, in a batch. */
  CREATE_BATCH("create_batch", Kind.INFERENCE),
  /** An answer that was made elsewhere, as of a batch; its tokens are not this call's. */
  FETCH_RESPONSE("fetch_response", Kind.INFERENCE),
  CREATE_AGENT("create_agent", Kind.AGENT),
  INVOKE_AGENT("invoke_agent", Kind.AGENT),
  INVOKE_WORKFLOW("invoke_workflow", Kind.AGENT),
  EXECUTE_TOOL("execute_tool", Kind.TOOL),
  RETRIEVAL("retrieval", Kind.RETRIEVAL);

  /**
   * What is counted once: work directly within work of its own kind is the same work, seen by
   * another layer. An inference within a tool within an inference is a second one, and so is an
   * agent within an agent of another name.
   */
  public enum Kind {
    INFERENCE(WorkKind.INFERENCE),
    EMBEDDINGS(WorkKind.EMBEDDINGS),
    AGENT(WorkKind.AGENT),
    TOOL(WorkKind.TOOL),
    RETRIEVAL(WorkKind.RETRIEVAL);

    private final WorkKind work;

    Kind(WorkKind work) {
      this.work = work;
    }

    public WorkKind work() {
      return work;
    }
  }

  private final String word;
  private final Kind kind;

  GenAiTask(String word, Kind kind) {
    this.word = word;
    this.kind = kind;
  }

  public String word() {
    return word;
  }

  public Kind kind() {
    return kind;
  }
}
