// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import javax.net.ServerSocketFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** How a test of {@link GenAiTalkKit} talks to a model, and what it looks for. */
@ExtendWith(AgentExtension.class)
@Timeout(180)
public abstract class GenAiTalks {
  /** The library's connection to one model. */
  public interface Talk extends AutoCloseable {
    /** Says it, and ends the turn with it. */
    void say(String text) throws Exception;

    /** Takes what comes until the model's turn is complete, or fails. */
    void hear() throws Exception;

    @Override
    void close() throws Exception;
  }

  /** The library, with a client that talks to one server. */
  public interface Client extends AutoCloseable {
    Talk talk(String model) throws Exception;

    @Override
    void close() throws Exception;
  }

  /** Uses a client. */
  @FunctionalInterface
  interface Use {
    void with(Client client) throws Exception;
  }

  protected static final long INPUT = 3;
  protected static final long OUTPUT = 2;

  /** The key that every client is given: it must not leave the process but to its provider. */
  protected static final String KEY = "sk-planted-4f9aQ2LxZ81TtPq7";

  static final String QUESTION = "Which kettle is good?";
  static final String CUT = "cut me";
  static final String WAIT = "let me wait";
  static final String REFUSE = "refuse this";
  static final String COUNT_NOTHING = "count nothing";
  static final String SECRET = "tell a secret";
  static final String TOOL = "ask for a tool";
  static final String LIMITS = "tell your limits";
  static final String LONG = "say much";
  static final String GARBAGE = "say what is no JSON";

  /**
   * The texts of one turn: parts that say {@link #answer}, and an end with {@link #INPUT} and
   * {@link #OUTPUT} tokens.
   */
  protected abstract List<String> turn();

  /** All that {@link #turn} says; each part says {@code Tea} once at most. */
  protected abstract String answer();

  /** The same turn, whose end does not tell its tokens. */
  protected abstract List<String> withoutUsage();

  /**
   * What the end of {@link #turn} tells of its tokens besides.
   *
   * @return tokens by the rest of the attribute's name after {@code gen_ai.usage.}
   */
  protected abstract Map<String, Long> detailed();

  /** A turn that asks for the tool {@code kettle}, {@code t-1}, for one litre. */
  protected abstract List<String> toolTurn();

  /**
   * The same as {@link #turn}, with what tells limits: 100 requests of which 99 remain; null where
   * the protocol tells none.
   */
  protected @Nullable List<String> limitedTurn() {
    return null;
  }

  /** Whether who hears is told of a text that is no JSON. */
  protected boolean hearsGarbage() {
    return true;
  }

  /** What the server says of a turn that it will not answer, as there were too many. */
  protected abstract String refusal(String message);

  /** A client whose key is {@link #KEY}. */
  protected abstract Client connect(WebSocketServer server) throws Exception;

  /** {@code gen_ai.provider.name} of a server that is nobody's. */
  protected abstract String provider();

  /** {@code gen_ai.operation.name}. */
  protected String operation() {
    return "chat";
  }

  /** What the server says to what is no turn of a model's, as to a session's set-up. */
  protected List<String> before(String said) {
    return List.of();
  }

  /** Whether a text of the client's is a turn. */
  protected boolean isTurn(String said) {
    return true;
  }

  /** Whether the protocol has such a thing as a refusal. */
  protected boolean refuses() {
    return true;
  }

  /** Whether the library says what the application said, as it was said. */
  protected boolean tellsQuestions() {
    return true;
  }

  /** Whether who hears is told that the connection is cut. */
  protected boolean hearsCuts() {
    return true;
  }

  protected WebSocketServer serve(Function<String, @Nullable List<String>> script)
      throws IOException {
    return new WebSocketServer(ServerSocketFactory.getDefault(), script);
  }

  private @Nullable List<String> answer(String said) {
    if (!isTurn(said)) {
      return before(said);
    }
    if (said.contains(CUT)) {
      return null;
    }
    if (said.contains(WAIT)) {
      return List.of();
    }
    if (said.contains(REFUSE)) {
      return List.of(refusal("Incorrect API key provided: " + KEY));
    }
    if (said.contains(SECRET)) {
      return turn().stream().map(part -> part.replace("Tea", " " + KEY + " ")).toList();
    }
    if (said.contains(TOOL)) {
      return toolTurn();
    }
    if (said.contains(LONG)) {
      return turn().stream().map(part -> part.replace("Tea", "x".repeat(2_000))).toList();
    }
    if (said.contains(GARBAGE)) {
      return List.of("{\"type\":");
    }
    if (said.contains(LIMITS)) {
      return limitedTurn();
    }
    return said.contains(COUNT_NOTHING) ? withoutUsage() : turn();
  }

  void talking(Use use) throws Exception {
    try (WebSocketServer server = serve(this::answer);
        Client client = connect(server)) {
      use.with(client);
    }
  }

  /** One turn, on a connection of its own. */
  RecordedSpan turn(String test, String question) throws Exception {
    String model = model(test);
    talking(
        client -> {
          try (Talk talk = client.talk(model)) {
            talk.say(question);
            talk.hear();
          }
        });
    return turns(model, 1).get(0);
  }

  String model(String test) {
    return getClass().getSimpleName().toLowerCase(Locale.ROOT) + '-' + test;
  }

  List<RecordedSpan> turns(String model, int count) {
    Recorded.await(
        () -> of(model).size() >= count,
        () -> count + " turns of " + model + " among " + Recorded.spans());
    return of(model);
  }

  static List<RecordedSpan> of(String model) {
    return Recorded.spans().stream()
        .filter(span -> model.equals(span.attribute("gen_ai.request.model")))
        .toList();
  }

  @Nullable Double metric(String name, String model, String labels) {
    return Recorded.metric(
        name + "{model=\"" + model + "\",provider=\"" + provider() + "\"" + labels + "}");
  }

  static void hearWhatever(Talk talk) {
    try {
      talk.hear();
    } catch (Exception told) {
      assertThat(told).isNotInstanceOf(TimeoutException.class);
    }
  }
}
