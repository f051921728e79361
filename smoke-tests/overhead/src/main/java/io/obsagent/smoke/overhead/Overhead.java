// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.overhead;

import io.obsagent.smoke.provider.ProviderServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import redis.embedded.RedisServer;

/**
 * Compares what agents cost: all contestants are up and warm at the same time and are measured in
 * short windows in turn, because on a shared machine nothing else repeats.
 */
public final class Overhead {
  private static final List<String> PATHS = List.of("/plain", "/jdbc", "/redis", "/ai", "/all");
  private static final String MESSAGE = "/message";
  private static final int WARMUP_SLICES = 4;

  private final OverheadOptions options;
  private final Path root;
  private final List<String> arguments;
  private final List<String> paths;
  private final List<Result> results = new ArrayList<>();
  private final List<RunningTarget> targets = new ArrayList<>();

  private Overhead(OverheadOptions options, Path root, List<String> arguments) {
    this.options = options;
    this.root = root;
    this.arguments = arguments;
    this.paths = new ArrayList<>(PATHS);
    if (options.message()) {
      paths.add(MESSAGE);
    }
  }

  /** See {@link OverheadOptions#USAGE}. The table goes to the standard output and to target/. */
  public static void main(String[] args) throws Exception {
    if (List.of(args).contains("--help")) {
      System.out.print(OverheadOptions.USAGE);
      return;
    }
    Path root = Path.of(System.getProperty("obs.root", "")).toAbsolutePath();
    OverheadOptions options;
    try {
      options = OverheadOptions.parse(Arrays.asList(args), root);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
      return;
    }
    int redisPort = Broker.freePort();
    RedisServer redis =
        RedisServer.newRedisServer().bind("127.0.0.1").port(redisPort).setting("save \"\"").build();
    redis.start();
    try (ProviderServer provider = ProviderServer.start();
        Broker broker = options.message() ? Broker.start() : null) {
      List<String> arguments =
          new ArrayList<>(
              List.of("127.0.0.1:" + redisPort, provider.baseUrl(), "--server", options.server()));
      if (broker != null) {
        arguments.addAll(List.of("--kafka", broker.address()));
      }
      if (options.calls()) {
        new CallCosts(options, root, arguments).run();
      } else {
        new Overhead(options, root, arguments).run();
      }
    } finally {
      redis.stop();
    }
  }

  private void run() throws IOException {
    Path target = root.resolve("smoke-tests/overhead/target");
    Files.createDirectories(target);
    try {
      startAll();
      warmUp();
      for (int round = 1; round <= options.rounds(); round++) {
        say("round " + round + " of " + options.rounds());
        measure();
      }
      for (int i = 0; i < targets.size(); i++) {
        results.get(i).atEnd(targets.get(i).statsAfterCollection());
      }
    } finally {
      for (RunningTarget running : targets) {
        running.close();
      }
    }
    Report report = new Report(results);
    String table = report.markdown() + report.ratios();
    System.out.print(table);
    Files.writeString(target.resolve("overhead.md"), table);
    report.writeJson(target.resolve("overhead.json"));
  }

  private void startAll() throws IOException {
    for (Contestant contestant : options.contestants()) {
      results.add(new Result(contestant.name(), contestant.jarBytes()));
    }
    for (int start = 1; start <= options.starts(); start++) {
      say("start " + start + " of " + options.starts());
      for (int i = 0; i < results.size(); i++) {
        RunningTarget started =
            RunningTarget.start(options.contestants().get(i), options.java(), root, arguments);
        results.get(i).started(started);
        if (start == options.starts()) {
          targets.add(started);
        } else {
          started.close();
        }
      }
    }
  }

  private void warmUp() throws IOException {
    int slice = Math.max(1, options.warmup() / WARMUP_SLICES / paths.size());
    for (int i = 1; i <= WARMUP_SLICES; i++) {
      say("warm-up " + i + " of " + WARMUP_SLICES);
      for (RunningTarget target : targets) {
        for (String path : paths) {
          target.send(path, slice);
        }
      }
    }
  }

  private void measure() throws IOException {
    List<Integer> turns = new ArrayList<>();
    for (int i = 0; i < targets.size(); i++) {
      turns.add(i);
    }
    for (String path : paths) {
      // Nobody always comes first, or always after the same other one.
      Collections.shuffle(turns);
      for (int turn : turns) {
        results.get(turn).add(path, targets.get(turn).measure(path, options.requests()));
      }
    }
  }

  private static void say(String progress) {
    System.err.println("overhead: " + progress);
  }
}
