// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.springsession;

import java.util.concurrent.ConcurrentHashMap;
import org.springframework.session.MapSession;
import org.springframework.session.MapSessionRepository;
import org.springframework.session.ReactiveMapSessionRepository;

/** The library in use. */
final class Repositories {
  final MapSessionRepository ofServlets = new MapSessionRepository(new ConcurrentHashMap<>());
  final ReactiveMapSessionRepository ofWebFlux =
      new ReactiveMapSessionRepository(new ConcurrentHashMap<>());

  MapSession begin() {
    MapSession session = ofServlets.createSession();
    ofServlets.save(session);
    return session;
  }

  MapSession beginReactive() {
    MapSession session = ofWebFlux.createSession().block();
    ofWebFlux.save(session).block();
    return session;
  }
}
