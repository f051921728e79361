// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springsession;

import io.obsagent.testing.AgentExtension;
import io.obsagent.testing.Recorded;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.session.MapSession;

/** Those of other tests count, too. */
@ExtendWith(AgentExtension.class)
class SpringSessionTest {
  /** So that none is collected between two looks. */
  private static final List<Repositories> ALL = new ArrayList<>();

  private final double before = active();
  private final Repositories repositories = new Repositories();

  SpringSessionTest() {
    ALL.add(repositories);
  }

  private static double active() {
    @Nullable Double value =
        Recorded.metric("http_sessions_active{application=\"spring-session\"}");
    return value == null ? 0 : value;
  }

  private void await(int sessions) {
    Recorded.await(
        () -> active() == before + sessions,
        () -> sessions + " more than " + before + ": " + active());
  }

  @Test
  void aSessionIsThereUntilItIsDeletedWhateverItsId() {
    MapSession session = repositories.begin();
    await(1);
    repositories.ofServlets.save(session);
    repositories.begin();
    await(2);
    session.changeSessionId();
    repositories.ofServlets.save(session);
    await(2);
    repositories.ofServlets.deleteById(session.getId());
    await(1);
  }

  @Test
  void soAreThoseOfWebFlux() {
    MapSession session = repositories.beginReactive();
    await(1);
    repositories.ofWebFlux.deleteById(session.getId()).block();
    await(0);
  }

  @Test
  void oneThatNobodyUsesEndsByItself() {
    MapSession session = repositories.begin();
    MapSession forever = repositories.begin();
    await(2);
    forever.setMaxInactiveInterval(Duration.ofSeconds(-1));
    repositories.ofServlets.save(forever);
    session.setLastAccessedTime(Instant.now().minus(Duration.ofMinutes(29)));
    session.setMaxInactiveInterval(Duration.ofMinutes(29).plusMillis(300));
    repositories.ofServlets.save(session);
    await(1);
  }
}
