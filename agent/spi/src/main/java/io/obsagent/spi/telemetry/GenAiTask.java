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
  CREATE_AGENT("create_agent", Kind.AGENT),
  INVOKE_AGENT("invoke_agent", Kind.AGENT),
  EXECUTE_TOOL("execute_tool", Kind.TOOL);

  /**
   * What is counted once: work directly within work of its own kind is the same work, seen by
   * another layer. An inference within a tool within an inference is a second one.
   */
  public enum Kind {
    INFERENCE(WorkKind.INFERENCE),
    EMBEDDINGS(WorkKind.EMBEDDINGS),
    AGENT(WorkKind.AGENT),
    TOOL(WorkKind.TOOL);

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
