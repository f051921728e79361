// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.langchain4jservices;

import dev.langchain4j.model.chat.response.ChatResponse;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.obsagent.spi.telemetry.GenAiRequest;
import io.obsagent.spi.telemetry.GenAiTask;
import io.obsagent.spi.telemetry.WeakMap;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import java.lang.reflect.Method;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Advice for AI services, the application's interfaces that the library implements: each call of a
 * method is the work of an agent, until its answer is whole.
 *
 * <pre>
 * invoke ─► String, Result …         ends as the method returns
 *        └► CompletableFuture        ends with it
 *        └► TokenStream ─ start ─► handler: model, tools, model …   ends with the last answer
 * </pre>
 */
final class AgentAdvices {
  /** The agent whose answer a stream will give. */
  private static final WeakMap<Object, Agent> STREAMED = new WeakMap<>();

  /** The agent that a thread works for. */
  private static final ContextKey<Agent> CURRENT = ContextKey.named("langchain4j-agent");

  private AgentAdvices() {}

  /** The work of an agent, which a stream may take over from the method. */
  private static final class Agent {
    private final GenAiOperation operation;
    private volatile boolean streamed;

    Agent(GenAiOperation operation) {
      this.operation = operation;
    }

    Scope attach(Context context) {
      return context.with(CURRENT, this).makeCurrent();
    }

    /** That whose stream the current thread works for. */
    static @Nullable Agent ofStream() {
      Agent current = Context.current().get(CURRENT);
      return current != null && current.streamed ? current : null;
    }
  }

  /** What is done for an agent, to the end of a method. */
  private record Scoped(Agent agent, Scope scope) {}

  /** A method of the application's interface. */
  static final class Invoke {
    private Invoke() {}

    @OnEnter
    static @Nullable Scoped enter(
        @Argument(1) Method method, @Argument(2) Object @Nullable [] arguments) {
      Class<?> owner = method.getDeclaringClass();
      if (method.isDefault() || owner == Object.class || isOfLibrary(owner)) {
        return null;
      }
      GenAiOperation operation =
          GenAiOperation.start(
              GenAiRequest.of(GenAiTask.INVOKE_AGENT, ToolAdvices.FRAMEWORK)
                  .agent(null, owner.getSimpleName() + '.' + method.getName())
                  .conversation(Memory.of(method, arguments)));
      if (operation == null) {
        return null;
      }
      operation.attach();
      Agent agent = new Agent(operation);
      return new Scoped(agent, agent.attach(Context.current()));
    }

    /** What gives access to memories, which interfaces can extend. */
    private static boolean isOfLibrary(Class<?> owner) {
      return owner.getName().startsWith("dev.langchain4j.service.");
    }

    @OnExit
    static void exit(
        @Token @Nullable Scoped call,
        @Return @Nullable Object returned,
        @Thrown @Nullable Throwable thrown) {
      if (call == null) {
        return;
      }
      call.scope.close();
      GenAiOperation operation = call.agent.operation;
      operation.detach();
      if (thrown == null && returned instanceof CompletionStage<?> later) {
        operation.endWith(later);
      } else if (thrown != null || !call.agent.streamed) {
        operation.end(thrown);
      }
    }
  }

  /** A stream of tokens, which the method gives to the application to start. */
  static final class NewStream {
    private NewStream() {}

    @OnExit
    static void exit(@This Object stream) {
      Agent agent = Context.current().get(CURRENT);
      if (agent != null) {
        agent.streamed = true;
        STREAMED.put(stream, agent);
        agent.operation.endWhenCollected(stream);
      }
    }
  }

  /** The application has the stream started. */
  static final class Start {
    private Start() {}

    @OnEnter
    static @Nullable Scoped enter(@This Object stream) {
      Agent agent = STREAMED.remove(stream);
      return agent == null || agent.operation.ended()
          ? null
          : new Scoped(agent, agent.attach(agent.operation.context()));
    }

    @OnExit
    static void exit(@Token @Nullable Scoped call, @Thrown @Nullable Throwable thrown) {
      if (call != null) {
        call.scope.close();
        if (thrown != null) {
          call.agent.operation.end(thrown);
        }
      }
    }
  }

  /** An answer of a model within a stream: the last, unless it asks for tools. */
  static final class Answered {
    private Answered() {}

    @OnEnter
    static @Nullable Within enter(@Argument(0) @Nullable ChatResponse answer) {
      Agent agent = Agent.ofStream();
      return agent == null
          ? null
          : new Within(agent, answer == null || !answer.aiMessage().hasToolExecutionRequests());
    }

    @OnExit
    static void exit(@Token @Nullable Within within, @Thrown @Nullable Throwable thrown) {
      if (within != null && (within.last || thrown != null)) {
        within.agent.operation.end(thrown);
      }
    }

    private record Within(Agent agent, boolean last) {}
  }

  /** The end of a stream, also where a tool's result is the answer. */
  static final class Complete {
    private Complete() {}

    @OnEnter
    static void enter() {
      Agent agent = Agent.ofStream();
      if (agent != null) {
        agent.operation.end(null);
      }
    }
  }

  /** The failure of a stream. */
  static final class Failed {
    private Failed() {}

    @OnEnter
    static void enter(@Argument(0) Throwable failure) {
      Agent agent = Agent.ofStream();
      if (agent != null) {
        agent.operation.end(failure);
      }
    }
  }
}
