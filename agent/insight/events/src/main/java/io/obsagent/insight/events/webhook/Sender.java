// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.events.webhook;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A system that delivers events. Immutable.
 *
 * @param name in the path and in the option of its secret
 * @param scheme how its deliveries are signed
 */
record Sender(String name, Scheme scheme, Reader reader) {
  /** Makes events of a delivery. */
  @FunctionalInterface
  interface Reader {
    /**
     * @throws IllegalArgumentException if it is no delivery of this sender, with place and reason
     */
    void read(Delivery delivery);
  }

  private static final Map<String, Sender> BY_NAME = all();

  private static Map<String, Sender> all() {
    List<Sender> all = new ArrayList<>();
    all.add(new Sender("github", new Scheme.Hmac("X-Hub-Signature-256", "sha256="), GitHub::read));
    all.add(new Sender("gitlab", new Scheme.Token("X-Gitlab-Token"), GitLab::read));
    all.add(new Sender("jenkins", new Scheme.Bearer(), BuildServers::jenkins));
    all.add(
        new Sender(
            "circleci", new Scheme.Hmac("Circleci-Signature", "v1="), BuildServers::circleCi));
    all.add(new Sender("argocd", new Scheme.Bearer(), BuildServers::argoCd));
    all.add(new Sender("tekton", new Scheme.Bearer(), BuildServers::tekton));
    all.add(new Sender("azure-devops", new Scheme.Bearer(), AzureDevOps::read));
    all.add(
        new Sender(
            "pagerduty", new Scheme.Hmac("X-PagerDuty-Signature", "v1="), Monitors::pagerDuty));
    all.add(new Sender("alertmanager", new Scheme.Bearer(), Monitors::alertmanager));
    all.add(new Sender("grafana", new Scheme.Bearer(), Monitors::grafana));
    all.add(new Sender("cdevents", new Scheme.Bearer(), CloudEvents::read));
    all.add(new Sender("generic", new Scheme.Bearer(), Generic::read));
    Map<String, Sender> byName = new LinkedHashMap<>();
    all.forEach(sender -> byName.put(sender.name(), sender));
    return Collections.unmodifiableMap(byName);
  }

  static @Nullable Sender of(String name) {
    return BY_NAME.get(name);
  }

  static List<String> names() {
    return List.copyOf(BY_NAME.keySet());
  }
}
