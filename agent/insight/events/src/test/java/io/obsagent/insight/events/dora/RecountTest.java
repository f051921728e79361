// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.events.dora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.obsagent.insight.events.dora.Deployment.Group;
import io.obsagent.spi.event.Event;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Histories made by chance, recounted from what they were made of, in the simplest way. */
class RecountTest {
  private static final long DAY = 86_400_000L;
  private static final long HOUR = 3_600_000L;
  private static final long START = 20_700 * DAY;
  private static final long WINDOW = HOUR;
  private static final Offset<Double> NEAR = within(1e-9);

  private record Commit(String sha, long at, String head) {}

  private record Made(
      String subject,
      String source,
      Group group,
      long at,
      List<String> commits,
      boolean rework,
      boolean rollback,
      boolean regressed) {}

  private record Broken(
      Group group, long created, long resolved, String commit, String cause, String subject) {}

  private final List<Commit> commits = new ArrayList<>();
  private final List<Made> made = new ArrayList<>();
  private final List<Broken> broken = new ArrayList<>();
  private final List<Event> events = new ArrayList<>();

  private void generate(Random random) {
    commits.clear();
    made.clear();
    broken.clear();
    events.clear();
    int pushes = random.nextInt(40);
    for (int i = 0; i < pushes; i++) {
      int size = 1 + random.nextInt(3);
      String head = sha(random);
      for (int c = 0; c < size; c++) {
        String sha = c == size - 1 ? head : sha(random);
        commits.add(new Commit(sha, START + random.nextLong(120 * DAY), head));
      }
    }
    int density = 1 + random.nextInt(80);
    for (int i = 0; i < density; i++) {
      List<String> brings = new ArrayList<>();
      for (int c = random.nextInt(4); c > 0 && !commits.isEmpty(); c--) {
        Commit commit = commits.get(random.nextInt(commits.size()));
        brings.add(random.nextInt(5) == 0 ? sha(random) : commit.head());
      }
      Group group = new Group("s" + random.nextInt(2), random.nextInt(3) == 0 ? "qa" : "prod");
      boolean bySender = group.service().equals("s0") && random.nextInt(3) > 0;
      made.add(
          new Made(
              "d" + i,
              bySender ? "github" : "agent",
              group,
              START + random.nextLong(120 * DAY),
              brings,
              random.nextInt(10) == 0,
              random.nextInt(12) == 0,
              random.nextInt(15) == 0));
    }
    for (int i = random.nextInt(30); i > 0; i--) {
      Made near = made.get(random.nextInt(made.size()));
      long created = Math.max(START, near.at() + random.nextLong(3 * HOUR) - HOUR / 2);
      boolean open = random.nextInt(5) == 0;
      int link = random.nextInt(4);
      String commit =
          link != 1 || commits.isEmpty() ? "" : commits.get(random.nextInt(commits.size())).sha();
      broken.add(
          new Broken(
              random.nextBoolean() ? near.group() : new Group("s2", "prod"),
              created,
              open ? 0 : created + 1 + random.nextLong(60 * HOUR),
              random.nextBoolean() || commit.isEmpty() ? commit : commit.substring(0, 8),
              link == 2 ? near.subject() : link == 3 && random.nextBoolean() ? "nobody's" : "",
              "i" + i));
    }
    tell(random);
  }

  private static String sha(Random random) {
    return String.format("%016x", random.nextLong());
  }

  private void tell(Random random) {
    for (Commit commit : commits) {
      event(
          commit.at(), "change", "github", Map.of("subject", commit.sha(), "head", commit.head()));
    }
    for (Made deployment : made) {
      Map<String, String> all = attributes(deployment.group(), deployment.subject(), "success");
      List<String> brings = deployment.commits();
      all.put("commit", brings.isEmpty() ? "" : brings.get(0));
      all.put(
          "commits", brings.isEmpty() ? "" : String.join(",", brings.subList(1, brings.size())));
      all.put("rework", deployment.rework() ? "true" : "");
      all.put("rollback", deployment.rollback() ? "true" : "");
      event(deployment.at(), "deployment", deployment.source(), all);
      for (String other : List.of("started", "failure")) {
        Map<String, String> before = attributes(deployment.group(), deployment.subject(), other);
        event(deployment.at() - 1, "deployment", deployment.source(), before);
      }
      if (deployment.regressed()) {
        event(deployment.at() + HOUR, "regression", "agent", Map.of("cause", deployment.subject()));
      }
    }
    for (Broken incident : broken) {
      Map<String, String> all = attributes(incident.group(), incident.subject(), "opened");
      all.put("commit", incident.commit());
      all.put("cause", incident.cause());
      event(incident.created(), "incident", "pagerduty", all);
      // Some seemed to be over, and were not.
      if (incident.resolved() > incident.created() + 2 && incident.created() % 3 == 0) {
        long between = incident.created() + (incident.resolved() - incident.created()) / 3;
        Map<String, String> end = attributes(incident.group(), incident.subject(), "resolved");
        event(between, "incident", "pagerduty", end);
        event(between + 1, "incident", "pagerduty", all);
      }
      if (incident.resolved() > 0) {
        event(
            incident.resolved(),
            "incident",
            "pagerduty",
            attributes(incident.group(), incident.subject(), "resolved"));
      }
    }
    Collections.shuffle(events, random);
  }

  private static Map<String, String> attributes(Group group, String subject, String status) {
    Map<String, String> all = new TreeMap<>();
    all.put("service", group.service());
    all.put("environment", group.environment());
    all.put("subject", subject);
    all.put("status", status);
    return all;
  }

  private void event(long at, String type, String source, Map<String, String> attributes) {
    events.add(new Event("e" + events.size(), at, type, source, "", attributes));
  }

  // The recount.

  private List<Made> of(Group group) {
    List<Made> all = new ArrayList<>(made.stream().filter(m -> m.group().equals(group)).toList());
    boolean told = all.stream().anyMatch(m -> m.source().equals("github"));
    all.removeIf(m -> told && m.source().equals("agent"));
    all.sort(Comparator.comparingLong(Made::at));
    return all;
  }

  private boolean brings(Made deployment, String commit) {
    for (String brought : deployment.commits()) {
      if (brought.startsWith(commit)) {
        return true;
      }
      for (Commit each : commits) {
        if (each.head().equals(brought) && each.sha().startsWith(commit)) {
          return true;
        }
      }
    }
    return false;
  }

  private List<Made> all() {
    List<Made> all = new ArrayList<>();
    made.stream().map(Made::group).distinct().forEach(group -> all.addAll(of(group)));
    return all;
  }

  private Made blamed(Broken incident) {
    boolean named = !incident.commit().isEmpty() || !incident.cause().isEmpty();
    if (named) {
      return all().stream()
          .filter(
              m ->
                  m.subject().equals(incident.cause())
                      || !incident.commit().isEmpty() && brings(m, incident.commit()))
          .min(
              Comparator.comparing((Made m) -> !m.group().equals(incident.group()))
                  .thenComparingLong(Made::at))
          .orElse(null);
    }
    return of(incident.group()).stream()
        .filter(m -> m.at() <= incident.created() && m.at() + WINDOW >= incident.created())
        .max(Comparator.comparingLong(Made::at))
        .orElse(null);
  }

  private static double middle(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int n = sorted.size();
    return n == 0 ? Double.NaN : (sorted.get((n - 1) / 2) + sorted.get(n / 2)) / 2;
  }

  private List<Double> leadTimes(Group group, long from, long to) {
    List<Double> times = new ArrayList<>();
    for (Commit commit : commits) {
      Made first =
          of(group).stream()
              .filter(m -> brings(m, commit.sha()))
              .min(Comparator.comparingLong(Made::at))
              .orElse(null);
      if (first != null
          && first.at() >= from
          && first.at() < to
          && first.at() - commit.at() >= 60_000) {
        times.add((first.at() - commit.at()) / 1000.0);
      }
    }
    return times;
  }

  private static String frequency(List<Made> within, long from, long to) {
    Map<Long, Integer> days = new TreeMap<>();
    for (long day = from / DAY; day <= to / DAY; day++) {
      long today = day;
      boolean any = within.stream().anyMatch(m -> m.at() / DAY == today);
      days.merge((day + 4) / 7, any ? 1 : 0, Integer::sum);
    }
    List<Double> perWeek = new ArrayList<>();
    List<Double> weekly = new ArrayList<>();
    List<Double> monthly = new ArrayList<>();
    for (Map.Entry<Long, Integer> week : days.entrySet()) {
      perWeek.add((double) week.getValue());
      weekly.add(week.getValue() > 0 ? 1.0 : 0.0);
      double inMonth = 0;
      for (Map.Entry<Long, Integer> other : days.entrySet()) {
        boolean same = month(other.getKey()).equals(month(week.getKey()));
        inMonth += same && other.getValue() > 0 ? 1 : 0;
      }
      monthly.add(inMonth);
    }
    return middle(perWeek) >= 3
        ? "Daily"
        : middle(weekly) >= 1 ? "Weekly" : middle(monthly) >= 1 ? "Monthly" : "Yearly";
  }

  private static String month(long week) {
    return LocalDate.ofEpochDay(week * 7 - 4).toString().substring(0, 7);
  }

  private void check(Group group, History history, long from, long to) {
    DeliveryMetrics metrics = DeliveryMetrics.of(history, group, from, to);
    List<Made> all = of(group);
    List<Made> in = all.stream().filter(m -> m.at() >= from && m.at() < to).toList();
    int failed = 0;
    int rework = 0;
    for (Made deployment : in) {
      int next = all.indexOf(deployment) + 1;
      boolean undone = next < all.size() && all.get(next).rollback();
      boolean blamed = broken.stream().anyMatch(b -> deployment.equals(blamed(b)));
      failed += undone || blamed || deployment.regressed() ? 1 : 0;
      boolean repairs =
          broken.stream()
              .anyMatch(
                  b -> {
                    Made cause = blamed(b);
                    return cause != null
                        && cause.group().equals(group)
                        && !cause.equals(deployment)
                        && deployment.at() > b.created()
                        && (b.resolved() == 0 || deployment.at() <= b.resolved());
                  });
      rework += deployment.rework() || deployment.rollback() || repairs ? 1 : 0;
    }
    List<Double> restore = new ArrayList<>();
    List<Double> recovery = new ArrayList<>();
    int open = 0;
    for (Broken incident : broken) {
      Made cause = blamed(incident);
      boolean ours = (cause == null ? incident.group() : cause.group()).equals(group);
      if (!ours || incident.created() < from || incident.created() >= to) {
        continue;
      }
      if (incident.resolved() == 0) {
        open++;
        continue;
      }
      long start = cause == null ? incident.created() : Math.min(cause.at(), incident.created());
      restore.add((incident.resolved() - start) / 1000.0);
      if (cause != null) {
        recovery.add((incident.resolved() - start) / 1000.0);
      }
    }
    long first = made.stream().mapToLong(Made::at).min().orElse(to);
    long begin = Math.max(from, first);
    assertThat(metrics.deployments()).isEqualTo(in.size());
    assertThat(metrics.failed()).isEqualTo(failed);
    assertThat(metrics.rework()).isEqualTo(rework);
    assertThat(metrics.open()).isEqualTo(open);
    assertThat(metrics.restored()).isEqualTo(restore.size());
    assertThat(metrics.restoreSeconds()).isEqualTo(middle(restore), NEAR);
    assertThat(metrics.recoverySeconds()).isEqualTo(middle(recovery), NEAR);
    List<Double> leadTimes = leadTimes(group, from, to);
    assertThat(metrics.changes()).isEqualTo(leadTimes.size());
    assertThat(metrics.leadTimeSeconds()).isEqualTo(middle(leadTimes), NEAR);
    assertThat(metrics.perDay())
        .isEqualTo(in.size() / Math.max(1, (to - begin) / (double) DAY), NEAR);
    assertThat(metrics.frequency().word()).isEqualTo(frequency(in, begin, to));
  }

  @Test
  void hundredsOfWindowsAreAsARecountHasThem() {
    int failures = 0;
    int classes = 0;
    for (int seed = 0; seed < 120; seed++) {
      Random random = new Random(seed);
      generate(random);
      History history = new History(events, WINDOW);
      long from = START + random.nextLong(30 * DAY);
      long to = from + 10 * DAY + random.nextLong(80 * DAY);
      for (Group group : history.groups()) {
        check(group, history, from, to);
        DeliveryMetrics metrics = DeliveryMetrics.of(history, group, from, to);
        failures += metrics.failed();
        classes |= 1 << metrics.frequency().ordinal();
      }
    }
    assertThat(failures).as("so that there is something to count").isGreaterThan(150);
    assertThat(classes).as("each class").isEqualTo(0b1111);
  }
}
