// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.googleadk;

import com.google.adk.agents.BaseAgent;
import com.google.adk.agents.InvocationContext;
import com.google.adk.events.Event;
import com.google.adk.sessions.Session;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.GenAiRequest;
import io.obsagent.spi.telemetry.GenAiTask;
import io.reactivex.rxjava3.core.Flowable;
import org.jspecify.annotations.Nullable;

/** Advice for agents. */
final class AgentAdvices {
  /** Who runs agents and tools, as the kit calls itself. */
  static final String FRAMEWORK = "gcp.vertex.agent";

  private AgentAdvices() {}

  /** {@code runAsync}: the agent works each time that its events are subscribed to. */
  static final class Run {
    private Run() {}

    @OnEnter
    static GenAiRequest enter(
        @This BaseAgent agent, @Argument(0) @Nullable InvocationContext invocation) {
      Session session = invocation == null ? null : invocation.session();
      return GenAiRequest.of(GenAiTask.INVOKE_AGENT, FRAMEWORK)
          .agent(null, agent.name())
          .conversation(session == null ? null : session.id());
    }

    @OnExit
    static @Nullable Flowable<Event> exit(
        @Token @Nullable GenAiRequest request, @Return @Nullable Flowable<Event> events) {
      return request == null || events == null ? events : new TracedEvents(events, request);
    }
  }
}
