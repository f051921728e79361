// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.events.dora;

import io.obsagent.insight.events.dora.Deployment.Group;
import io.obsagent.insight.events.store.EventTypes;
import io.obsagent.spi.event.Event;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What events tell of delivery, put together: which changes a deployment brought, and which
 * incidents it caused. Immutable once made.
 *
 * <pre>
 * incident ─► deployment:  it names it · it names a commit of it · none within the window before it
 * change   ─► deployment:  the first of the group that brings it, or the push that it came with
 * </pre>
 */
final class History {
  /** A commit that is named by its beginning has as many characters at least. */
  private static final int SHORTEST_COMMIT = 7;

  private static final String AGENT = "agent";

  private final Map<Group, List<Deployment>> deployments = new TreeMap<>();
  private final Map<String, Long> changeTimes = new HashMap<>();
  private final Map<String, Set<String>> pushes = new HashMap<>();
  private final List<Incident> incidents = new ArrayList<>();
  private final Set<String> regressed = new HashSet<>();
  private final long windowMillis;
  private long firstMillis = Long.MAX_VALUE;

  /** An incident and what caused it, as far as that is known. */
  record Caused(Incident incident, @Nullable Deployment deployment) {}

  /**
   * @param events in any order
   * @param windowMillis so long after a deployment, an incident without a cause is its failure
   */
  History(Collection<Event> events, long windowMillis) {
    this.windowMillis = windowMillis;
    Map<String, Incident> bySubject = new LinkedHashMap<>();
    Set<String> subjects = new HashSet<>();
    List<Event> sorted = new ArrayList<>(events);
    sorted.sort(Comparator.comparingLong(Event::epochMillis));
    for (Event event : sorted) {
      switch (event.type()) {
        case EventTypes.DEPLOYMENT -> deployment(event, subjects);
        case EventTypes.CHANGE -> change(event);
        case EventTypes.INCIDENT -> incident(event, bySubject);
        case EventTypes.REGRESSION -> regressed.add(event.attribute(EventTypes.CAUSE));
        default -> {
          // Tells nothing of delivery.
        }
      }
    }
    incidents.addAll(bySubject.values());
    deployments.values().forEach(History::preferOthers);
  }

  private void deployment(Event event, Set<String> subjects) {
    String subject = event.attribute(EventTypes.SUBJECT);
    if (!event.attribute(EventTypes.STATUS).equals(EventTypes.SUCCESS)
        || !subjects.add(event.source() + ':' + subject)) {
      return;
    }
    firstMillis = Math.min(firstMillis, event.epochMillis());
    Set<String> commits = new LinkedHashSet<>();
    String all = event.attribute(EventTypes.COMMIT) + ',' + event.attribute(EventTypes.COMMITS);
    for (String commit : all.split(",")) {
      if (!commit.isBlank()) {
        commits.add(commit.strip());
      }
    }
    Group group = group(event);
    deployments
        .computeIfAbsent(group, fresh -> new ArrayList<>())
        .add(
            new Deployment(
                subject,
                event.source(),
                group,
                event.epochMillis(),
                commits,
                event.attribute(EventTypes.REWORK).equals("true"),
                event.attribute("rollback").equals("true")));
  }

  /** Where somebody else tells of deployments, what the agent sees of them is no further one. */
  private static void preferOthers(List<Deployment> all) {
    if (all.stream().anyMatch(each -> !each.source().equals(AGENT))) {
      all.removeIf(each -> each.source().equals(AGENT));
    }
  }

  private static Group group(Event event) {
    return new Group(event.attribute(EventTypes.SERVICE), event.attribute(EventTypes.ENVIRONMENT));
  }

  private void change(Event event) {
    String commit = event.attribute(EventTypes.SUBJECT);
    changeTimes.merge(commit, event.epochMillis(), Math::min);
    String head = event.attribute(EventTypes.HEAD);
    if (!head.isEmpty()) {
      pushes.computeIfAbsent(head, fresh -> new LinkedHashSet<>()).add(commit);
    }
  }

  private static void incident(Event event, Map<String, Incident> bySubject) {
    String key = event.source() + ':' + event.attribute(EventTypes.SUBJECT);
    Incident before = bySubject.get(key);
    long created = created(event);
    boolean resolved = event.attribute(EventTypes.STATUS).equals(EventTypes.RESOLVED);
    bySubject.put(
        key,
        new Incident(
            before == null ? group(event) : before.group(),
            before == null ? created : Math.min(created, before.createdMillis()),
            resolved ? event.epochMillis() : 0,
            either(event.attribute(EventTypes.COMMIT), before == null ? "" : before.commit()),
            either(event.attribute(EventTypes.CAUSE), before == null ? "" : before.cause())));
  }

  private static long created(Event event) {
    String created = event.attribute("created");
    return created.matches("\\d{1,15}")
        ? Math.min(Long.parseLong(created), event.epochMillis())
        : event.epochMillis();
  }

  private static String either(String first, String second) {
    return first.isEmpty() ? second : first;
  }

  /** All in which something was deployed, or broken without a deployment to blame, sorted. */
  Set<Group> groups() {
    Set<Group> groups = new TreeSet<>(deployments.keySet());
    for (Incident incident : incidents) {
      if (cause(incident) == null) {
        groups.add(incident.group());
      }
    }
    return groups;
  }

  /** The first deployment that is known of at all; far in the future if none is. */
  long firstMillis() {
    return firstMillis;
  }

  /** Those of a group, in the order of their times. */
  List<Deployment> deployments(Group group) {
    return deployments.getOrDefault(group, List.of());
  }

  /** The commits that a deployment brings, those of its pushes with it. */
  Set<String> changes(Deployment deployment) {
    Set<String> changes = new LinkedHashSet<>();
    for (String commit : deployment.commits()) {
      changes.add(commit);
      changes.addAll(pushes.getOrDefault(commit, Set.of()));
    }
    return changes;
  }

  /** When a commit was made; null if nobody told. */
  @Nullable Long changeMillis(String commit) {
    return changeTimes.get(commit);
  }

  /** All incidents of a group, with the deployment that each is blamed on. */
  List<Caused> incidents(Group group) {
    List<Caused> all = new ArrayList<>();
    for (Incident incident : incidents) {
      Deployment cause = cause(incident);
      if ((cause == null ? incident.group() : cause.group()).equals(group)) {
        all.add(new Caused(incident, cause));
      }
    }
    return all;
  }

  private @Nullable Deployment cause(Incident incident) {
    if (!incident.cause().isEmpty() || !incident.commit().isEmpty()) {
      return named(incident);
    }
    Deployment last = null;
    for (Deployment deployment : deployments(incident.group())) {
      long after = incident.createdMillis() - deployment.timeMillis();
      if (after >= 0 && after <= windowMillis) {
        last = deployment;
      }
    }
    return last;
  }

  /** The first that it names, in its own group if there is one. */
  private @Nullable Deployment named(Incident incident) {
    Deployment first = null;
    for (List<Deployment> group : deployments.values()) {
      for (Deployment deployment : group) {
        boolean named =
            deployment.subject().equals(incident.cause()) || brings(deployment, incident.commit());
        if (named && (first == null || isNearer(deployment, first, incident.group()))) {
          first = deployment;
        }
      }
    }
    return first;
  }

  private static boolean isNearer(Deployment deployment, Deployment than, Group group) {
    boolean own = deployment.group().equals(group);
    return own == than.group().equals(group) ? deployment.timeMillis() < than.timeMillis() : own;
  }

  private boolean brings(Deployment deployment, String commit) {
    return commit.length() >= SHORTEST_COMMIT
        && changes(deployment).stream().anyMatch(each -> each.startsWith(commit));
  }

  /** Whether a check found that the deployment made requests worse. */
  boolean isRegressed(Deployment deployment) {
    return regressed.contains(deployment.subject());
  }
}
