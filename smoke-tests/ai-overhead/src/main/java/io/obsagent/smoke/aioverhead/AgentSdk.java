// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.aioverhead;

import com.google.adk.agents.BaseAgent;
import com.google.adk.agents.InvocationContext;
import com.google.adk.agents.RunConfig;
import com.google.adk.events.Event;
import com.google.adk.runner.InMemoryRunner;
import com.google.adk.sessions.Session;
import com.google.genai.types.Content;
import com.google.genai.types.Part;
import io.reactivex.rxjava3.core.Flowable;

/** Google ADK with an agent of the application's: the framework alone. */
final class AgentSdk implements Sdk {
  private static final Content QUESTION = Content.fromParts(Part.fromText("Tea?"));

  private final Talker agent = new Talker();
  private final InMemoryRunner runner = new InMemoryRunner(agent);

  private static final class Talker extends BaseAgent {
    private int chunks;

    Talker() {
      super("talker", "Talks of tea.", null, null, null);
    }

    @Override
    protected Flowable<Event> runAsyncImpl(InvocationContext context) {
      Event event =
          Event.builder()
              .id("e-1")
              .invocationId(context.invocationId())
              .author("talker")
              .partial(true)
              .content(Content.fromParts(Part.fromText("Tea")))
              .build();
      return Flowable.range(0, chunks).map(i -> event);
    }

    @Override
    protected Flowable<Event> runLiveImpl(InvocationContext context) {
      return Flowable.empty();
    }
  }

  @Override
  public String name() {
    return "Google ADK, an agent's events";
  }

  @Override
  public void ask() {
    stream(1);
  }

  /** In a session of its own, for what is asked is kept in it. */
  @Override
  public boolean stream(int chunks) {
    agent.chunks = chunks;
    Session session =
        runner.sessionService().createSession(runner.appName(), "somebody").blockingGet();
    runner
        .runAsync("somebody", session.id(), QUESTION, RunConfig.builder().build())
        .blockingForEach(event -> Seen.chunk());
    runner
        .sessionService()
        .deleteSession(runner.appName(), "somebody", session.id())
        .blockingAwait();
    return true;
  }
}
