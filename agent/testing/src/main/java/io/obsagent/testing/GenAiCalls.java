// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.testing.ScriptedServer.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;

/** How a test of {@link GenAiKit} calls its library, and what it looks for. */
@ExtendWith(AgentExtension.class)
public abstract class GenAiCalls {
  /**
   * Bodies in the provider's format; a character is a byte. Each whole answer, and each stream,
   * comes from the model {@code m-real} and used {@link #INPUT} and {@link #OUTPUT} tokens.
   *
   * @param finishReason of the answer and of the stream
   * @param toolCall an answer that asks for a tool
   * @param toolCallReason its finish reason
   * @param withoutUsage an answer that does not tell its tokens
   * @param firstChunk with the model, if the format tells it before the last
   * @param lastChunks all that follow, to the end of the stream
   * @param modelIsEarly whether the first chunk tells the model
   */
  public record Wire(
      String answer,
      String finishReason,
      String toolCall,
      String toolCallReason,
      String withoutUsage,
      String firstChunk,
      String lastChunks,
      boolean modelIsEarly) {}

  /**
   * An answer that tells more of its tokens.
   *
   * @param tokens by the rest of the attribute's name after {@code gen_ai.usage.}
   */
  public record Detailed(String answer, Map<String, Long> tokens) {}

  /** The library, with a client that talks to one server. */
  public interface Client extends AutoCloseable {
    /** Asks, and waits for the whole answer. */
    void ask(String model) throws Exception;

    /** Null where the library has no futures. */
    @Nullable CompletableFuture<?> askLater(String model) throws Exception;

    /** A stream that the application pulls; null where the library has only such that it pushes. */
    @Nullable Chunks stream(String model) throws Exception;

    /**
     * A stream that the library pushes; null where it has only such that are pulled.
     *
     * @param onChunk called for each; what it throws goes to the library
     * @return completed with the stream's end
     */
    default @Nullable CompletableFuture<?> push(String model, Runnable onChunk) throws Exception {
      return null;
    }

    @Override
    default void close() throws Exception {}
  }

  /** Chunks of an answer, as the application pulls them. */
  public interface Chunks extends AutoCloseable {
    /** Reads one chunk, and answers whether there was one. */
    boolean next();
  }

  @FunctionalInterface
  interface Calls {
    void make(Client client) throws Exception;
  }

  protected static final long INPUT = 3;
  protected static final long OUTPUT = 2;

  /** What clients ask. */
  protected static final String QUESTION = "Which kettle is good?";

  /** The key that every client is given: it must not leave the process but to its provider. */
  protected static final String KEY = "sk-planted-4f9aQ2LxZ81TtPq7";

  protected abstract Wire wire();

  protected abstract Detailed detailed();

  /**
   * A client whose key is {@link #KEY}.
   *
   * @param url of the server, without a path
   * @param retries how often a request may be sent again; ignored where {@link #retries} is false
   */
  protected abstract Client connect(String url, int retries) throws Exception;

  /** {@code gen_ai.provider.name} of a server that is nobody's. */
  protected abstract String provider();

  /** {@code gen_ai.operation.name}. */
  protected String operation() {
    return "chat";
  }

  /** Media type of a stream. */
  protected String streamType() {
    return "text/event-stream";
  }

  /** The body of a refusal. */
  protected String refusal(int status, String message) {
    return "{\"error\":{\"message\":\"" + message + "\"}}";
  }

  /** Headers that tell limits: 100 requests of which 99 remain; empty where there are none. */
  protected String limitHeaders() {
    return "";
  }

  /** What {@link #limitHeaders} say remains of other limits than requests, by what is limited. */
  protected Map<String, Long> otherLimits() {
    return Map.of();
  }

  /** Whether a refusal's headers are told by the library's exception. */
  protected boolean refusalsTellLimits() {
    return !limitHeaders().isEmpty();
  }

  /** Tokens of the output that the first chunk tells already. */
  protected long earlyOutput() {
    return 0;
  }

  /** Whether the library reads what an answer says, and so finds that it is none. */
  protected boolean parses() {
    return true;
  }

  /**
   * The model that each answer and each stream tells; null where the format has no place for it.
   */
  protected @Nullable String modelTold() {
    return "m-real";
  }

  /**
   * Whether the model that calls are priced by has a price: the one that answered, or else asked.
   */
  protected boolean isPriced() {
    return modelTold() != null;
  }

  /** Whether the library tells the application of a stream that breaks: some end it instead. */
  protected boolean tellsCuts() {
    return true;
  }

  /** Whether a failure may overtake chunks that came before it, on their way to the application. */
  protected boolean failsFirst() {
    return false;
  }

  /** Whether the library is told of a future that the application cancels. */
  protected boolean cancels() {
    return true;
  }

  /** Whether a stream that is not closed keeps one of few connections, so that others wait. */
  protected boolean holdsConnections() {
    return false;
  }

  /** Whether the library closes a stream whose consumer throws: some forget it. */
  protected boolean closesWhereTheConsumerThrows() {
    return true;
  }

  /** Whether a stream can be collected that is neither read nor closed. */
  protected boolean forgets() {
    return true;
  }

  /** Whether the library reads a stream by itself, and may know all of one that is left early. */
  protected boolean readsAhead() {
    return false;
  }

  /** Whether the library sends a request again. */
  protected boolean retries() {
    return true;
  }

  /** A model's name of its own for each test, for metrics stay from one to the next. */
  final String model(String test) {
    return getClass().getSimpleName().toLowerCase(Locale.ROOT) + '-' + test;
  }

  final void against(Answer answer, Calls calls) throws Exception {
    against(calls, 0, answer);
  }

  final void against(Calls calls, int retries, Answer... script) throws Exception {
    try (ScriptedServer server = new ScriptedServer(script);
        Client client = connect(server.url(), retries)) {
      calls.make(client);
    }
  }

  static void assertForgotten(String model) {
    Recorded.await(
        () -> {
          System.gc();
          return find(model) != null;
        },
        () -> "no span of " + model + " among " + Recorded.spans());
    assertThat(awaitSpan(model).status()).isEqualTo("ERROR");
  }

  static List<RecordedSpan> spansOf(String model) {
    List<RecordedSpan> found = new ArrayList<>();
    for (RecordedSpan span : Recorded.spans()) {
      if (model.equals(span.attribute("gen_ai.request.model"))) {
        found.add(span);
      }
    }
    return found;
  }

  static @Nullable RecordedSpan find(String model) {
    List<RecordedSpan> found = spansOf(model);
    return found.isEmpty() ? null : found.get(0);
  }

  static RecordedSpan awaitSpan(String model) {
    Recorded.await(
        () -> find(model) != null, () -> "no span of " + model + " among " + Recorded.spans());
    assertThat(spansOf(model)).hasSize(1);
    return spansOf(model).get(0);
  }

  final @Nullable Double requests(String model, String status) {
    return metric("ai_requests_total", model, ",status=\"" + status + "\"");
  }

  final @Nullable Double tokens(String model, String type) {
    return metric("ai_tokens_used_total", model, ",token_type=\"" + type + "\"");
  }

  final @Nullable Double errors(String model, String type) {
    return metric("ai_errors_total", model, ",error_type=\"" + type + "\"");
  }

  /**
   * @param labels after the model's and the provider's, with a comma before each
   */
  final @Nullable Double metric(String name, String model, String labels) {
    return Recorded.metric(
        name + "{model=\"" + model + "\",provider=\"" + provider() + "\"" + labels + "}");
  }
}
