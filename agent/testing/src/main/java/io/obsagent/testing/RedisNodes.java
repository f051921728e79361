// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import redis.embedded.RedisServer;
import redis.embedded.core.RedisServerBuilder;

/**
 * Real Redis servers that belong together: a cluster of three, or a master with a replica and the
 * sentinel that watches them. They are asked over connections of no client library.
 */
public final class RedisNodes implements AutoCloseable {
  public static final String HOST = "127.0.0.1";

  /** What the sentinel calls its master. */
  public static final String MASTER = "the-master";

  private static final int SLOTS = 16_384;

  /** The nodes of a cluster talk to each other on ports that are this much higher. */
  private static final int BUS_OFFSET = 10_000;

  private static final int SOCKET_TIMEOUT_MILLIS = 30_000;

  private final Path directory;
  private final List<RedisServer> servers = new ArrayList<>();
  private final List<Process> sentinels = new ArrayList<>();
  private final List<Integer> ports = new ArrayList<>();

  private RedisNodes(Path directory) {
    this.directory = directory;
  }

  /** Nodes that share the keys among them; they agree on that when this returns. */
  public static RedisNodes cluster(int size) throws IOException {
    RedisNodes nodes = new RedisNodes(Files.createTempDirectory("redis"));
    try {
      for (int i = 0; i < size; i++) {
        nodes.start("cluster-enabled yes", true);
      }
      for (int i = 0; i < size; i++) {
        nodes.ask(i, slots(i * SLOTS / size, (i + 1) * SLOTS / size));
        nodes.ask(0, "CLUSTER", "MEET", HOST, Integer.toString(nodes.port(i)));
      }
      Recorded.await(
          () -> IntStream.range(0, size).allMatch(nodes::knowsAll),
          () -> "no cluster: " + nodes.ask(0, "CLUSTER", "INFO"));
      return nodes;
    } catch (IOException | RuntimeException | Error e) {
      nodes.close();
      throw e;
    }
  }

  /** Node 0 is the master, 1 its replica, 2 the sentinel; each knows the others. */
  public static RedisNodes watched() throws IOException {
    RedisNodes nodes = new RedisNodes(Files.createTempDirectory("redis"));
    try {
      nodes.start("save \"\"", false);
      nodes.start("replicaof " + HOST + ' ' + nodes.port(0), false);
      Recorded.await(
          () -> nodes.ask(1, "INFO", "replication").contains("master_link_status:up"),
          () -> "no replica: " + nodes.ask(1, "INFO", "replication"));
      nodes.startSentinel();
      Recorded.await(
          () -> nodes.ask(2, "SENTINEL", "MASTER", MASTER).contains("num-slaves\n1"),
          () -> "no sentinel: " + nodes.ask(2, "SENTINEL", "MASTER", MASTER));
      return nodes;
    } catch (IOException | RuntimeException | Error e) {
      nodes.close();
      throw e;
    }
  }

  public int port(int node) {
    return ports.get(node);
  }

  /** The node that has a slot from the beginning. */
  public int owner(int slot) {
    int size = ports.size();
    return IntStream.range(0, size)
        .filter(i -> slot < (i + 1) * SLOTS / size)
        .findFirst()
        .orElseThrow();
  }

  /** Says that a slot is another node's from now on. */
  public void give(int slot, int to) {
    String id = ask(to, "CLUSTER", "MYID");
    for (int node = 0; node < ports.size(); node++) {
      ask(node, "CLUSTER", "SETSLOT", Integer.toString(slot), "NODE", id);
    }
  }

  /** Begins to move a slot: who asks for a key that is not there is sent to the other node once. */
  public void beginToGive(int slot, int from, int to) {
    String number = Integer.toString(slot);
    ask(to, "CLUSTER", "SETSLOT", number, "IMPORTING", ask(from, "CLUSTER", "MYID"));
    ask(from, "CLUSTER", "SETSLOT", number, "MIGRATING", ask(to, "CLUSTER", "MYID"));
  }

  /** Sends a command over a connection of its own; answers its reply, an array's parts in lines. */
  public String ask(int node, String... command) {
    return ask(port(node), List.of(command));
  }

  /** The same of any server on loopback. */
  public static String ask(int port, List<String> command) {
    try (Socket socket = new Socket(HOST, port)) {
      socket.setSoTimeout(SOCKET_TIMEOUT_MILLIS);
      StringBuilder request = new StringBuilder("*" + command.size() + "\r\n");
      for (String word : command) {
        request.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
      }
      OutputStream out = socket.getOutputStream();
      out.write(request.toString().getBytes(StandardCharsets.ISO_8859_1));
      return reply(socket.getInputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String reply(InputStream in) throws IOException {
    String line = line(in);
    String rest = line.substring(1);
    return switch (line.charAt(0)) {
      case '$' -> rest.equals("-1") ? "" : text(in, Integer.parseInt(rest));
      case '*' -> {
        List<String> parts = new ArrayList<>();
        for (int i = Integer.parseInt(rest); i > 0; i--) {
          parts.add(reply(in));
        }
        yield String.join("\n", parts);
      }
      default -> rest;
    };
  }

  private static String text(InputStream in, int length) throws IOException {
    String text = new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
    line(in);
    return text;
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("closed after '" + line + '\'');
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  private static String[] slots(int from, int to) {
    return Stream.concat(
            Stream.of("CLUSTER", "ADDSLOTS"), IntStream.range(from, to).mapToObj(String::valueOf))
        .toArray(String[]::new);
  }

  private boolean knowsAll(int node) {
    String info = ask(node, "CLUSTER", "INFO");
    return info.contains("cluster_state:ok") && info.contains("cluster_slots_ok:" + SLOTS);
  }

  private void start(String setting, boolean needsBus) throws IOException {
    servers.add(
        Ports.serve(
            port -> {
              if (needsBus && port > 65_535 - BUS_OFFSET) {
                throw new IOException("no room for the port of the cluster's bus");
              }
              RedisServer server =
                  RedisServer.newRedisServer()
                      .port(port)
                      .setting("bind " + HOST)
                      .setting("dir " + directory)
                      .setting("dbfilename dump-" + port)
                      .setting("cluster-config-file nodes-" + port)
                      .setting("repl-diskless-sync-delay 0")
                      .setting(setting)
                      .build();
              server.start();
              return server;
            }));
    ports.add(servers.get(servers.size() - 1).ports().get(0));
  }

  /** The same program as the servers', which finds out by its first argument what it is. */
  private void startSentinel() throws IOException {
    int port = Ports.serve(this::startSentinel);
    ports.add(port);
  }

  private int startSentinel(int port) throws IOException {
    Path config =
        Files.write(
            directory.resolve("sentinel.conf"),
            List.of(
                "port " + port,
                "bind " + HOST,
                "dir " + directory,
                "sentinel monitor " + MASTER + ' ' + HOST + ' ' + port(0) + " 1",
                "sentinel down-after-milliseconds " + MASTER + " 60000"));
    Process sentinel =
        new ProcessBuilder(program(), config.toString(), "--sentinel")
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("sentinel.log").toFile())
            .start();
    sentinels.add(sentinel);
    Recorded.await(() -> !sentinel.isAlive() || answers(port), () -> "no sentinel on " + port);
    if (!sentinel.isAlive()) {
      throw new IOException(Files.readString(directory.resolve("sentinel.log")));
    }
    return port;
  }

  private static boolean answers(int port) {
    try {
      return ask(port, List.of("PING")).equals("PONG");
    } catch (UncheckedIOException e) {
      return false; // not yet
    }
  }

  /** Where the library has unpacked it. */
  private static String program() throws IOException {
    return new RedisServerBuilder().buildCommandArgs().get(0);
  }

  @Override
  public void close() throws IOException {
    for (Process sentinel : sentinels) {
      sentinel.destroy();
      sentinel.onExit().join();
    }
    for (RedisServer server : servers) {
      server.stop();
    }
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }
}
