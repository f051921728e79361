// SPDX-License-Identifier: Apache-2.0
package io.obsagent.insight.slo;

import io.obsagent.insight.labels.Labels;
import io.obsagent.spi.cli.Command;
import io.obsagent.yaml.Unreadable;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * {@code slo import}: what another system has counted of an objective until now, so that its budget
 * does not begin anew with the agent.
 */
public final class SloImport implements Command {
  private static final String DATA = "--data=";
  private static final String SERVICE = "--service=";
  private static final Duration LOOKS = Duration.ofSeconds(15);
  private static final long MAX_EVENTS = 100_000_000;

  /** Events of a slot: all, and the bad ones. */
  private record Counts(long total, long bad) {
    Counts plus(Counts other) {
      return new Counts(total + other.total, bad + other.bad);
    }
  }

  @Override
  public String name() {
    return "slo import";
  }

  @Override
  public String arguments() {
    return DATA + "DIRECTORY [" + SERVICE + "NAME] OBJECTIVE COUNTS.csv FILE|DIRECTORY|PATTERN...";
  }

  @Override
  public String description() {
    return "Takes over what another system has counted of an objective, before an agent begins.";
  }

  @Override
  public String details() {
    return "COUNTS.csv has lines of time,events,bad: when the counting ended (2026-11-28T10:15:00Z"
        + " or\n"
        + "Unix seconds), and what had happened since the line before. FILEs hold the"
        + " objective, which is\n"
        + "of "
        + SERVICE
        + "NAME where they name no service. "
        + DATA
        + "DIRECTORY is the data.directory of an agent\nthat does not run. An objective with groups"
        + " cannot be imported.\n"
        + SloCommands.CODES;
  }

  @Override
  public int run(List<String> arguments, PrintStream out, PrintStream err) {
    List<String> rest = new ArrayList<>(arguments);
    String data = take(rest, DATA);
    String service = take(rest, SERVICE);
    if (data.isEmpty() || rest.size() < 3 || rest.stream().anyMatch(a -> a.startsWith("--"))) {
      return SloCommands.usage(this, err);
    }
    String name = rest.remove(0);
    String counts = rest.remove(0);
    SloCommands.Loaded loaded = SloCommands.load(rest, err);
    Objective objective = null;
    for (Objective each : loaded.objectives()) {
      Objective of = each.of(service);
      objective = of.id().equals(name) || of.name().equals(name) ? of : objective;
    }
    if (objective == null || !objective.grouping().isEmpty()) {
      err.println(
          objective == null
              ? "there is no objective '" + name + "' in " + String.join(", ", rest)
              : objective.place() + ": an objective with groups cannot be imported");
      return Math.max(FINDINGS, loaded.code());
    }
    try {
      return add(objective, Path.of(data), read(Path.of(counts), objective), out, err);
    } catch (IllegalArgumentException e) {
      err.println(e.getMessage());
      return e instanceof InvalidPathException ? UNREADABLE : FINDINGS;
    } catch (IOException e) {
      err.println(counts + ": cannot be read: " + Unreadable.reason(e));
      return UNREADABLE;
    }
  }

  private static String take(List<String> arguments, String option) {
    String found = "";
    for (String argument : List.copyOf(arguments)) {
      if (argument.startsWith(option)) {
        found = argument.substring(option.length());
        arguments.remove(argument);
      }
    }
    return found;
  }

  private static Tally tally(Objective objective) {
    return new Tally(Labels.EMPTY, objective.period(), LOOKS);
  }

  /** By the slots of the objective's period, ascending. */
  private static TreeMap<Long, Counts> read(Path file, Objective objective) throws IOException {
    Tally tally = tally(objective);
    TreeMap<Long, Counts> slots = new TreeMap<>();
    int number = 0;
    for (String line : Files.readAllLines(file)) {
      number++;
      boolean header = number == 1 && !line.isEmpty() && Character.isLetter(line.charAt(0));
      if (!header && !line.isBlank()) {
        String[] fields = line.split(",", -1);
        try {
          long time = time(fields[0].strip());
          slots.merge(tally.slotOf(time), counts(fields), Counts::plus);
        } catch (RuntimeException e) {
          throw new IllegalArgumentException(
              file + ":" + number + ": expected time,events,bad as in 2026-11-28T10:15:00Z,1200,3",
              e);
        }
      }
    }
    return slots;
  }

  private static long time(String text) {
    long time =
        text.matches("\\d{1,10}")
            ? Long.parseLong(text) * 1000
            : Instant.parse(text).toEpochMilli();
    if (time > System.currentTimeMillis()) {
      throw new DateTimeException("is to come");
    }
    return time;
  }

  private static Counts counts(String[] fields) {
    Counts counts =
        new Counts(Long.parseLong(fields[1].strip()), Long.parseLong(fields[2].strip()));
    if (fields.length != 3
        || counts.bad() < 0
        || counts.bad() > counts.total()
        || counts.total() > MAX_EVENTS) {
      throw new IllegalArgumentException();
    }
    return counts;
  }

  private static int add(
      Objective objective,
      Path directory,
      TreeMap<Long, Counts> slots,
      PrintStream out,
      PrintStream err)
      throws IOException {
    Files.createDirectories(directory);
    try (SlotLog log = new SlotLog(directory)) {
      if (!log.problem().isEmpty()) {
        err.println(log.problem());
        return UNREADABLE;
      }
      Tally tally = tally(objective);
      SlotLog.Key key =
          new SlotLog.Key(
              objective.id(), Objectives.fingerprint(objective), tally.slotMillis(), Labels.EMPTY);
      log.restore(key, tally);
      Set<Long> known = new HashSet<>();
      tally.all().forEach(slot -> known.add(slot.slot()));
      if (slots.keySet().stream().anyMatch(known::contains)) {
        err.println(
            directory + ": counts of '" + objective.id() + "' of that time are there already");
        return FINDINGS;
      }
      List<SlotLog.Entry> entries = new ArrayList<>();
      slots.forEach(
          (slot, counts) ->
              entries.add(
                  new SlotLog.Entry(key, new Tally.Unsaved(slot, counts.total(), counts.bad()))));
      log.append(entries);
      out.println(entries.size() + " slots of '" + objective.id() + "' were taken over");
      return OK;
    }
  }
}
