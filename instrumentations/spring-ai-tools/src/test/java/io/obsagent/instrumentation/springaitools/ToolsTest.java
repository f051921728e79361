// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springaitools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import io.obsagent.testing.RecordedSpan;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AgentExtension.class)
class ToolsTest {
  private static final String TOOL = "execute_tool kettle";

  private static List<RecordedSpan> named(String name) {
    return Recorded.spans().stream().filter(span -> span.name().equals(name)).toList();
  }

  @Test
  void aToolThatAnAnswerAsksForIsBetweenTheCallsOfTheModel() throws Exception {
    String answer =
        Recorded.served(Map.of(), () -> Script.ask(Script.withTool("{}"), new Kettle()));
    assertThat(answer).isEqualTo("Tea.");

    Recorded.awaitSpans(4);
    RecordedSpan served = Recorded.span("GET");
    RecordedSpan tool = Recorded.span(TOOL);
    assertThat(named("chat")).hasSize(2).allMatch(chat -> chat.isChildOf(served));
    assertThat(tool.isChildOf(served)).isTrue();
    assertThat(tool.kind()).isEqualTo("INTERNAL");
    assertThat(tool.status()).isEqualTo("UNSET");
    assertThat(tool.attributes())
        .containsEntry("gen_ai.operation.name", "execute_tool")
        .containsEntry("gen_ai.provider.name", "spring_ai")
        .containsEntry("gen_ai.tool.name", "kettle")
        .containsEntry("gen_ai.tool.type", "function")
        .containsEntry("gen_ai.tool.call.id", "t-0")
        .doesNotContainKeys("gen_ai.tool.call.arguments", "gen_ai.tool.call.result");
  }

  @Test
  void eachCallOfOneToolHasItsOwnId() {
    Script.ask(Script.withTool("{\"litres\":2}", "{\"litres\":1}"), new Kettle());

    Recorded.awaitSpans(4);
    assertThat(named(TOOL))
        .extracting(tool -> tool.attribute("gen_ai.tool.call.id"))
        .containsExactly("t-0", "t-1");
  }

  @Test
  void aToolThatHandsItsWorkToAnotherIsOneCall() {
    Kettle inner = new Kettle();
    Kettle outer =
        new Kettle() {
          @Override
          public String call(String arguments) {
            return inner.call(arguments);
          }
        };
    Script.ask(Script.withTool("{}", "{}"), outer);

    Recorded.awaitSpans(4);
    assertThat(named(TOOL))
        .as("the inner one takes the id of no other call")
        .extracting(tool -> tool.attribute("gen_ai.tool.call.id"))
        .containsExactly("t-0", "t-1");
  }

  @Test
  void aToolThatFailsIsItsOwnErrorAndNotTheModels() {
    Kettle broken =
        new Kettle() {
          @Override
          public String call(String arguments) {
            throw new IllegalStateException("no water");
          }
        };
    assertThatThrownBy(() -> Script.ask(Script.withTool("{}"), broken))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no water");

    Recorded.awaitSpans(2);
    RecordedSpan tool = Recorded.span(TOOL);
    assertThat(tool.status()).isEqualTo("ERROR");
    assertThat(tool.attribute("error.type")).isEqualTo("java.lang.IllegalStateException");
    assertThat(Recorded.span("chat").status()).isEqualTo("UNSET");
  }

  @Test
  void aToolThatIsCalledByTheApplicationHasNoCallOfAnAnswer() {
    assertThat(new Kettle().call("{}")).isEqualTo("the blue one");

    RecordedSpan tool = Recorded.awaitSpans(1).get(0);
    assertThat(tool.name()).isEqualTo(TOOL);
    assertThat(tool.attributes()).doesNotContainKey("gen_ai.tool.call.id");
  }

  @Test
  void whatAToolIsGivenAndAnswersIsKeptWhereItIsAskedFor() {
    Recorded.keepContent(Map.of("ai.content", "attributes"));
    try {
      new Kettle().call("{\"litres\":1}");
    } finally {
      Recorded.keepContent(Map.of());
    }

    assertThat(Recorded.awaitSpans(1).get(0).attributes())
        .containsEntry("gen_ai.tool.call.arguments", "{\"litres\":1}")
        .containsEntry("gen_ai.tool.call.result", "the blue one");
  }
}
