// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springsession;

import static io.obsagent.spi.MethodMatch.named;

import io.obsagent.spi.Advices;
import io.obsagent.spi.InstrumentationModule;
import io.obsagent.spi.TypeInstrumentation;
import io.obsagent.spi.TypeMatch;
import java.util.List;
import java.util.function.Consumer;

/** Where Spring Session saves a session, gives it another id, and forgets it. */
public final class SpringSessionModule extends InstrumentationModule {
  private static final String PACKAGE = "org.springframework.session.";

  public SpringSessionModule() {
    super("spring-session", "Spring Session 2.7–4.0");
  }

  @Override
  public String description() {
    return "How many of the sessions that this process has served are not over, wherever they are kept.";
  }

  @Override
  public List<TypeInstrumentation> types() {
    return List.of(
        new Type(
            TypeMatch.subtypesOf(
                PACKAGE + "SessionRepository", PACKAGE + "ReactiveSessionRepository"),
            advices -> {
              advices.on(named("save").takes(1), SessionAdvices.Saved.class.getName());
              advices.on(
                  named("deleteById").takes("java.lang.String"),
                  SessionAdvices.Deleted.class.getName());
            }),
        new Type(
            TypeMatch.subtypesOf(PACKAGE + "Session"),
            advices ->
                advices.on(
                    named("changeSessionId").takes(), SessionAdvices.Changed.class.getName())));
  }

  private record Type(TypeMatch type, Consumer<Advices> advice) implements TypeInstrumentation {
    @Override
    public void advise(Advices advices) {
      advice.accept(advices);
    }
  }
}
