// SPDX-License-Identifier: Apache-2.0
package io.obsagent.spi.telemetry;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call to a model, an agent or a tool as its caller asked for it: what is known is set before
 * {@link GenAiOperation#start}, and nothing afterwards. Unknown numbers are -1 or NaN, unknown
 * texts null. Never content. Not thread-safe.
 *
 * <pre>
 * GenAiRequest.of(GenAiTask.CHAT, "openai").model("gpt-5").server(host, port).temperature(0.2)
 * </pre>
 */
public final class GenAiRequest {
  private static final Rare NONE = new Rare();

  private final GenAiTask task;
  private final String provider;
  private @Nullable String model;
  private @Nullable String host;
  private int port = -1;
  private boolean stream;
  private boolean mayBeRefused;
  private long maxTokens = -1;
  private double temperature = Double.NaN;
  private double topP = Double.NaN;
  private Rare rare = NONE;

  /** What few requests say: not paid for by the others. */
  private static final class Rare {
    double topK = Double.NaN;
    double frequencyPenalty = Double.NaN;
    double presencePenalty = Double.NaN;
    @Nullable Long seed;
    long choices = -1;
    @Nullable List<String> stop;
    @Nullable String agentId;
    @Nullable String agentName;
    @Nullable String toolName;
    @Nullable String toolType;
    @Nullable String toolCallId;
    @Nullable String conversationId;
    @Nullable String previousResponse;
    @Nullable String outputType;
    @Nullable String reasoning;
    @Nullable String tier;
    @Nullable String dataSource;
    boolean batch;
  }

  private GenAiRequest(GenAiTask task, String provider) {
    this.task = task;
    this.provider = provider;
  }

  /**
   * @param provider {@code gen_ai.provider.name}: {@code openai}, {@code azure.ai.openai} …
   */
  public static GenAiRequest of(GenAiTask task, String provider) {
    return new GenAiRequest(task, provider);
  }

  private Rare rare() {
    if (rare == NONE) {
      rare = new Rare();
    }
    return rare;
  }

  public GenAiRequest model(@Nullable String name) {
    model = name;
    return this;
  }

  /**
   * @param port -1 where not known
   */
  public GenAiRequest server(@Nullable String host, int port) {
    this.host = host;
    this.port = port;
    return this;
  }

  public GenAiRequest stream(boolean streamed) {
    stream = streamed;
    return this;
  }

  /**
   * Says that who sends it asks for {@link GenAiOperation#refusal} before. Layers within it are
   * asked no more; otherwise each of them may refuse the call.
   */
  public GenAiRequest mayBeRefused() {
    mayBeRefused = true;
    return this;
  }

  public GenAiRequest maxTokens(long most) {
    maxTokens = most;
    return this;
  }

  public GenAiRequest temperature(double degree) {
    temperature = degree;
    return this;
  }

  public GenAiRequest topP(double share) {
    topP = share;
    return this;
  }

  public GenAiRequest topK(double count) {
    if (count == count) {
      rare().topK = count;
    }
    return this;
  }

  public GenAiRequest frequencyPenalty(double penalty) {
    if (penalty == penalty) {
      rare().frequencyPenalty = penalty;
    }
    return this;
  }

  public GenAiRequest presencePenalty(double penalty) {
    if (penalty == penalty) {
      rare().presencePenalty = penalty;
    }
    return this;
  }

  /** Any number is a seed; null for none. */
  public GenAiRequest seed(@Nullable Long number) {
    if (number != null) {
      rare().seed = number;
    }
    return this;
  }

  /** How many answers are asked for; one is what is usual, and is not told. */
  public GenAiRequest choices(long count) {
    if (count > 1) {
      rare().choices = count;
    }
    return this;
  }

  public GenAiRequest stop(@Nullable List<String> sequences) {
    if (sequences != null) {
      rare().stop = List.copyOf(sequences);
    }
    return this;
  }

  /** An agent, or a workflow of agents. */
  public GenAiRequest agent(@Nullable String id, @Nullable String name) {
    rare().agentId = id;
    rare().agentName = name;
    return this;
  }

  /**
   * @param type {@code function}, {@code extension} or {@code datastore}
   */
  public GenAiRequest tool(@Nullable String name, @Nullable String type, @Nullable String callId) {
    rare().toolName = name;
    rare().toolType = type;
    rare().toolCallId = callId;
    return this;
  }

  public GenAiRequest conversation(@Nullable String id) {
    if (id != null) {
      rare().conversationId = id;
    }
    return this;
  }

  /** The answer that this request goes on from. */
  public GenAiRequest previousResponse(@Nullable String id) {
    if (id != null) {
      rare().previousResponse = id;
    }
    return this;
  }

  /**
   * @param type {@code text}, {@code json}, {@code image} or {@code speech}
   */
  public GenAiRequest outputType(@Nullable String type) {
    if (type != null) {
      rare().outputType = type;
    }
    return this;
  }

  /** How much is to be thought: {@code low}, {@code high} or a budget, in the provider's words. */
  public GenAiRequest reasoning(@Nullable String level) {
    if (level != null) {
      rare().reasoning = level;
    }
    return this;
  }

  /** The tier that is asked for, in the provider's words: {@code flex}, {@code priority} … */
  public GenAiRequest tier(@Nullable String name) {
    if (name != null) {
      rare().tier = name;
    }
    return this;
  }

  /** Part of a batch, which is cheaper. */
  public GenAiRequest batch(boolean inBatch) {
    if (inBatch) {
      rare().batch = true;
    }
    return this;
  }

  /** Where a retrieval looks: the name of a store, index or collection. */
  public GenAiRequest dataSource(@Nullable String name) {
    if (name != null) {
      rare().dataSource = name;
    }
    return this;
  }

  /**
   * Whether another request of the same kind is no other layer's of this one: an agent that asks
   * another, or works in a workflow.
   */
  public boolean isOtherThan(GenAiRequest inner) {
    return task != inner.task
        ? task.kind() == GenAiTask.Kind.AGENT
        : areOther(agentName(), inner.agentName()) || areOther(agentId(), inner.agentId());
  }

  private static boolean areOther(@Nullable String one, @Nullable String other) {
    return one != null && other != null && !one.equals(other);
  }

  public GenAiTask task() {
    return task;
  }

  public String provider() {
    return provider;
  }

  public @Nullable String model() {
    return model;
  }

  public @Nullable String host() {
    return host;
  }

  public int port() {
    return port;
  }

  public boolean stream() {
    return stream;
  }

  public boolean asksForRefusal() {
    return mayBeRefused;
  }

  public long maxTokens() {
    return maxTokens;
  }

  public double temperature() {
    return temperature;
  }

  public double topP() {
    return topP;
  }

  /** Whether any of the values below may be set. */
  public boolean saysMore() {
    return rare != NONE;
  }

  public double topK() {
    return rare.topK;
  }

  public double frequencyPenalty() {
    return rare.frequencyPenalty;
  }

  public double presencePenalty() {
    return rare.presencePenalty;
  }

  public @Nullable Long seed() {
    return rare.seed;
  }

  public long choices() {
    return rare.choices;
  }

  public @Nullable List<String> stop() {
    return rare.stop;
  }

  public @Nullable String agentId() {
    return rare.agentId;
  }

  public @Nullable String agentName() {
    return rare.agentName;
  }

  public @Nullable String toolName() {
    return rare.toolName;
  }

  public @Nullable String toolType() {
    return rare.toolType;
  }

  public @Nullable String toolCallId() {
    return rare.toolCallId;
  }

  public @Nullable String conversationId() {
    return rare.conversationId;
  }

  public @Nullable String previousResponse() {
    return rare.previousResponse;
  }

  public @Nullable String outputType() {
    return rare.outputType;
  }

  public @Nullable String reasoning() {
    return rare.reasoning;
  }

  public @Nullable String tier() {
    return rare.tier;
  }

  public boolean batch() {
    return rare.batch;
  }

  public @Nullable String dataSource() {
    return rare.dataSource;
  }
}
