// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springsession;

import io.obsagent.testing.ModuleKit;
import java.util.List;
import org.springframework.session.MapSession;
import org.springframework.session.MapSessionRepository;
import org.springframework.session.ReactiveMapSessionRepository;

class SpringSessionModuleTest extends ModuleKit {
  SpringSessionModuleTest() {
    super(new SpringSessionModule());
  }

  @Override
  protected List<Class<?>> examples() {
    return List.of(
        MapSession.class, MapSessionRepository.class, ReactiveMapSessionRepository.class);
  }

  @Override
  protected String use() {
    Repositories repositories = new Repositories();
    MapSession session = repositories.begin();
    session.changeSessionId();
    repositories.ofServlets.deleteById(session.getId());
    MapSession other = repositories.beginReactive();
    repositories.ofWebFlux.deleteById(other.getId()).block();
    return other.isExpired() + " " + session.isExpired();
  }
}
