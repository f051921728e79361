// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.alerting.dispatch;

import io.obsagent.insight.SteadyClock;
import io.obsagent.insight.alert.Alert;
import io.obsagent.insight.alert.AlertSink;
import io.obsagent.insight.alerting.config.MatcherParser;
import io.obsagent.insight.alerting.config.NotifyConfig;
import io.obsagent.insight.alerting.receivers.DeliveryException;
import io.obsagent.insight.alerting.receivers.Notification;
import io.obsagent.insight.alerting.receivers.ReceiverThread;
import io.obsagent.insight.alerting.receivers.StoredAlert;
import io.obsagent.insight.state.StateFile;
import io.obsagent.spi.diagnostics.Problems;
import io.obsagent.spi.metrics.MetricFamily;
import io.obsagent.spi.metrics.MetricSource;
import io.obsagent.spi.service.AgentLoop;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Takes alerts and tells those concerned, as Alertmanager would. {@link #start()} runs it on one
 * daemon thread; without that, {@link #tick()} does what is due at the clock's time. Each receiver
 * has a thread of its own while it is told something, so one that hangs delays no other.
 * Thread-safe.
 */
public final class Notifier implements AlertSink, MetricSource, AutoCloseable {
  private static final int MAX_TEXT = 4_096;
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

  private final Object lock = new Object();
  private final InstantSource clock;
  private final Executor executor;
  private final String externalUrl;
  private final AlertStore alerts = new AlertStore();
  private final AtomicLong droppedAlerts = new AtomicLong();
  private final @Nullable StateFile file;
  private final NotificationLog log;
  private final boolean ownThreads;
  private Wiring wiring;
  private @Nullable AgentLoop driver;
  private boolean closed;

  /**
   * @param directory where to keep what must survive a restart, or null
   * @param externalUrl link to the console for messages, or empty
   * @param clock one that never goes back, or all that waits would wait longer
   */
  public Notifier(
      NotifyConfig config, @Nullable Path directory, String externalUrl, InstantSource clock) {
    this(config, directory, externalUrl, clock, null);
  }

  /**
   * @param receiverThreads runs all deliveries, or null for a thread a receiver
   */
  Notifier(
      NotifyConfig config,
      @Nullable Path directory,
      String externalUrl,
      InstantSource clock,
      @Nullable Executor receiverThreads) {
    this.clock = clock;
    this.executor = receiverThreads == null ? Runnable::run : receiverThreads;
    this.externalUrl = externalUrl;
    this.file = directory == null ? null : StateFile.open(directory, "notify");
    this.log = new NotificationLog(file);
    this.ownThreads = receiverThreads == null;
    this.wiring = wire(config);
  }

  private Wiring wire(NotifyConfig config) {
    return Wiring.of(config, this::executor, alerts, log, externalUrl, this::shown, droppedAlerts);
  }

  private Executor executor(String name) {
    return ownThreads ? ReceiverThread.create("obs-notify-" + name) : executor;
  }

  /** What people's clocks show, which is earlier after the system's clock was set back. */
  private Instant shown(Instant time) {
    return clock instanceof SteadyClock steady ? time.minus(steady.ahead()) : time;
  }

  @Override
  public void receive(List<Alert> received) {
    synchronized (lock) {
      Instant now = clock.instant();
      wiring.dispatcher().receive(received, now);
      for (Forwarder forwarder : wiring.forwarders()) {
        forwarder.add(received);
      }
      wake();
    }
  }

  /** Takes a new configuration over; alerts, silences and what was told stay. */
  public void reload(NotifyConfig config) {
    synchronized (lock) {
      // What goes has no problems any more.
      wiring.allChannels().forEach(channel -> Problems.clear(channel.area()));
      wiring.forwarders().forEach(forwarder -> Problems.clear(forwarder.area()));
      wiring = wire(config);
      wiring.dispatcher().regroup(clock.instant());
      wake();
    }
  }

  /** Does what is due now and returns when to call again at the latest. */
  Instant tick() {
    List<Delivery> due;
    Instant now = clock.instant();
    Instant next;
    Wiring current;
    synchronized (lock) {
      current = wiring;
      next = current.dispatcher().tick(now);
      due = current.outbox().takeDue(now);
    }
    // Outside the lock: an executor may run it at once.
    for (Delivery delivery : due) {
      submit(current, delivery);
    }
    for (Forwarder forwarder : current.forwarders()) {
      forwarder.tick(now, clock);
    }
    synchronized (lock) {
      Instant attempt = current.outbox().next();
      next = attempt.isBefore(next) ? attempt : next;
      for (Forwarder forwarder : current.forwarders()) {
        Instant send = forwarder.next();
        next = send.isBefore(next) ? send : next;
      }
      return next;
    }
  }

  private void submit(Wiring current, Delivery delivery) {
    Notification notification = delivery.notification;
    try {
      delivery.channel.executor.execute(() -> attempt(current, delivery, notification));
    } catch (RejectedExecutionException e) {
      synchronized (lock) {
        current.outbox().rejected(delivery);
      }
    } catch (Throwable e) {
      // No thread could be had: what is never attempted would be in flight for ever.
      ended(current, delivery, new DeliveryException("not attempted: " + e, true));
    }
  }

  private void attempt(Wiring current, Delivery delivery, Notification notification) {
    DeliveryException failure = null;
    try {
      delivery.channel.target.send(notification);
    } catch (DeliveryException e) {
      failure = e;
    } catch (Throwable e) {
      // An Error as well: whatever happens, the delivery is not in flight any more.
      failure = new DeliveryException("unexpected " + e, true);
    }
    ended(current, delivery, failure);
  }

  private void ended(Wiring current, Delivery delivery, @Nullable DeliveryException failure) {
    synchronized (lock) {
      delivery.inFlight = false;
      Instant now = clock.instant();
      if (failure == null) {
        current.outbox().arrived(delivery);
        current.dispatcher().delivered(delivery, now);
      } else {
        current.outbox().failed(delivery, failure, now);
      }
      wake();
    }
  }

  /** Sends a made-up alert to a receiver at once; empty, or what went wrong, one line each. */
  public List<String> test(String receiver) {
    List<Channel> channels;
    synchronized (lock) {
      channels = wiring.channels().getOrDefault(receiver, List.of());
    }
    List<String> problems = new ArrayList<>();
    if (channels.isEmpty()) {
      problems.add("receiver '" + receiver + "' is not defined or tells nobody");
    }
    for (Channel channel : channels) {
      try {
        channel.target.send(TestNotification.of(receiver, externalUrl, clock.instant()));
      } catch (DeliveryException e) {
        problems.add(channel.integration + ": " + e.getMessage());
      } catch (Throwable e) {
        problems.add(channel.integration + ": unexpected " + e);
      }
    }
    return problems;
  }

  /**
   * Creates a silence.
   *
   * @param matchers as in {@code alertname="X", job=~"a|b"}
   * @throws IllegalArgumentException if a matcher, the times or a text are not valid or there are
   *     too many silences
   */
  public Silence silence(
      String matchers, Instant startsAt, Instant endsAt, String createdBy, String comment) {
    Silence silence =
        new Silence(
            UUID.randomUUID().toString(),
            MatcherParser.parse(matchers),
            startsAt,
            endsAt,
            createdBy,
            comment);
    if (silence.matchers().stream().allMatch(matcher -> matcher.matches(""))) {
      throw new IllegalArgumentException(
          "a silence needs a matcher that does not match the empty text; this would mute all");
    }
    if (!endsAt.isAfter(startsAt)) {
      throw new IllegalArgumentException("a silence must end after it starts");
    }
    check(createdBy, comment);
    synchronized (lock) {
      if (!endsAt.isAfter(clock.instant())) {
        throw new IllegalArgumentException("a silence cannot end in the past");
      }
      if (!log.put(silence)) {
        throw new IllegalArgumentException(
            "there are " + NotificationLog.MAX_SILENCES + " silences; expire some first");
      }
    }
    return silence;
  }

  private static void check(String by, String comment) {
    if (by.isBlank()) {
      throw new IllegalArgumentException("say who does it ('createdBy' is empty)");
    }
    if (by.length() + comment.length() > MAX_TEXT) {
      throw new IllegalArgumentException("name and comment are longer than " + MAX_TEXT);
    }
  }

  /** Ends a silence now; false if there is none with the id or it has ended. */
  public boolean expireSilence(String id) {
    synchronized (lock) {
      Silence silence = log.silence(id);
      Instant now = clock.instant();
      if (silence == null || silence.state(now) == Silence.State.EXPIRED) {
        return false;
      }
      Instant start = silence.startsAt().isAfter(now) ? now : silence.startsAt();
      return log.put(
          new Silence(id, silence.matchers(), start, now, silence.createdBy(), silence.comment()));
    }
  }

  /** All silences that have not been forgotten, expired ones too, by their end. */
  public List<Silence> silences() {
    synchronized (lock) {
      List<Silence> silences = new ArrayList<>(log.silences());
      silences.sort(Comparator.comparing(Silence::endsAt));
      return silences;
    }
  }

  /**
   * Says that someone has taken an alert on: no repeats, no escalation step with {@code unless:
   * acked} until it resolves. False if no such alert fires.
   *
   * @param fingerprint 16 hexadecimal digits
   */
  public boolean acknowledge(String fingerprint, String by, String comment) {
    check(by, comment);
    synchronized (lock) {
      Instant now = clock.instant();
      StoredAlert alert;
      try {
        alert = alerts.get(Long.parseUnsignedLong(fingerprint, 16));
      } catch (NumberFormatException e) {
        alert = null;
      }
      if (alert == null || alert.isResolved(now)) {
        return false;
      }
      log.put(new Acknowledgement(alert.fingerprint(), by, comment, now));
      return true;
    }
  }

  /** Every firing alert and what becomes of it. */
  public List<AlertView> alerts() {
    synchronized (lock) {
      return wiring.dispatcher().views(clock.instant());
    }
  }

  /** All receivers, each with the kinds of its integrations: {@code webhook}, {@code slack}. */
  public Map<String, List<String>> receivers() {
    Map<String, List<String>> receivers = new TreeMap<>();
    synchronized (lock) {
      wiring
          .channels()
          .forEach(
              (name, channels) ->
                  receivers.put(
                      name, channels.stream().map(channel -> channel.integration).toList()));
    }
    return receivers;
  }

  /** The configuration for a real Alertmanager, with its secrets masked. */
  public String alertmanagerYaml() {
    synchronized (lock) {
      return wiring.config().toAlertmanagerYaml(false);
    }
  }

  /** Why state does not survive a restart although it should, or empty. */
  public String problem() {
    return file == null ? "" : file.problem();
  }

  @Override
  public List<MetricFamily> collect() {
    synchronized (lock) {
      return NotifierMetrics.of(wiring.allChannels(), wiring.forwarders(), droppedAlerts.get());
    }
  }

  /** Starts the thread that drives it. */
  public void start() {
    synchronized (lock) {
      if (driver == null && !closed) {
        driver = new AgentLoop("notify", this::turn).start();
      }
    }
  }

  private long turn() {
    Duration wait = Duration.between(clock.instant(), tick());
    return wait.compareTo(LONGEST_WAIT) < 0 ? wait.toNanos() : LONGEST_WAIT.toNanos();
  }

  private void wake() {
    if (driver != null) {
      driver.wake();
    }
  }

  /** Stops at once; what waits is told after the next start. */
  @Override
  public void close() {
    synchronized (lock) {
      closed = true;
      if (driver != null) {
        driver.close();
      }
      if (file != null) {
        file.close();
      }
    }
  }
}
