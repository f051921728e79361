// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.spymemcached;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Speaks as much of Memcached's text protocol as the tests ask for. A key {@code broken} is
 * answered by an error, and one {@code silent} not at all.
 */
final class MemcachedServer implements AutoCloseable {
  private final Map<String, String> values = new ConcurrentHashMap<>();
  private final ServerSocket listener;

  MemcachedServer() throws IOException {
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  InetSocketAddress address() {
    return new InetSocketAddress("127.0.0.1", listener.getLocalPort());
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "memcached");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket connection = listener.accept();
        start(() -> serve(connection));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket given) {
    try (Socket connection = given) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
      OutputStream out = connection.getOutputStream();
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String[] words = line.split(" ");
        String answer = answer(words, words[0].matches("set|add") ? in.readLine() : "");
        out.write(answer.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
      }
    } catch (IOException closed) {
      return;
    }
  }

  private String answer(String[] words, String data) {
    return switch (words[0]) {
      case "get" -> found(words);
      case "set" -> stored(words[1], data);
      case "add" -> values.containsKey(words[1]) ? "NOT_STORED\r\n" : stored(words[1], data);
      case "delete" -> values.remove(words[1]) == null ? "NOT_FOUND\r\n" : "DELETED\r\n";
      case "incr" -> "7\r\n";
      case "version" -> "VERSION 1.6\r\n";
      default -> "ERROR\r\n";
    };
  }

  private String stored(String key, String data) {
    if (key.equals("broken")) {
      return "SERVER_ERROR no room for " + data + "\r\n";
    }
    values.put(key, data);
    return "STORED\r\n";
  }

  private String found(String[] words) {
    StringBuilder answer = new StringBuilder();
    for (int i = 1; i < words.length; i++) {
      if (words[i].equals("silent")) {
        return "";
      }
      String value = values.get(words[i]);
      if (value != null) {
        answer.append("VALUE ").append(words[i]).append(" 0 ").append(value.length());
        answer.append("\r\n").append(value).append("\r\n");
      }
    }
    return answer.append("END\r\n").toString();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
