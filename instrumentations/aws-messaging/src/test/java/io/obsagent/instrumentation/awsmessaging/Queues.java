// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.awsmessaging;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/**
 * Queues in memory, and what is published to topics, by the protocols of both: JSON as newer
 * clients of SQS speak it, and query. Attributes are texts. Of a message that is received, only the
 * attributes that are asked for come along; the digests are the service's.
 */
final class Queues implements AutoCloseable {
  /** One message. */
  record Sent(String id, String body, Map<String, String> attributes) {}

  private final Map<String, Queue<Sent>> byName = new ConcurrentHashMap<>();
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private int ids;

  Queues() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::serve);
    server.setExecutor(threads);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  String url(String queue) {
    return url() + "/4711/" + queue;
  }

  Queue<Sent> of(String name) {
    return byName.computeIfAbsent(name, each -> new ConcurrentLinkedQueue<>());
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      String answer;
      if (target != null) {
        exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.0");
        answer = json(target.substring(target.indexOf('.') + 1), JsonNode.parser().parse(body));
      } else {
        exchange.getResponseHeaders().add("Content-Type", "text/xml");
        answer = query(parameters(body), exchange.getRequestURI().getPath());
      }
      byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private synchronized Sent put(String queue, String body, Map<String, String> attributes) {
    Sent sent = new Sent("m-" + ids++, body, attributes);
    of(queue).add(sent);
    return sent;
  }

  private static String last(String path, char separator) {
    return path.substring(path.lastIndexOf(separator) + 1);
  }

  private String json(String action, JsonNode request) {
    String queue = last(request.field("QueueUrl").orElseThrow().asString(), '/');
    if (action.equals("ReceiveMessage")) {
      List<String> names = new ArrayList<>();
      request
          .field("MessageAttributeNames")
          .ifPresent(array -> array.asArray().forEach(name -> names.add(name.asString())));
      Sent next = of(queue).poll();
      return next == null ? "{}" : "{\"Messages\":[" + jsonOf(next, names) + "]}";
    }
    if (action.equals("SendMessage")) {
      return jsonOf(put(queue, text(request, "MessageBody"), attributes(request)), "");
    }
    StringBuilder entries = new StringBuilder();
    for (JsonNode entry : request.field("Entries").orElseThrow().asArray()) {
      Sent sent = put(queue, text(entry, "MessageBody"), attributes(entry));
      entries.append(entries.isEmpty() ? "" : ",");
      entries.append(jsonOf(sent, "\"Id\":\"" + text(entry, "Id") + "\","));
    }
    return "{\"Successful\":[" + entries + "],\"Failed\":[]}";
  }

  private static String jsonOf(Sent sent, String before) {
    return "{"
        + before
        + "\"MessageId\":\""
        + sent.id
        + "\",\"MD5OfMessageBody\":\""
        + md5(sent.body.getBytes(StandardCharsets.UTF_8))
        + "\""
        + (sent.attributes.isEmpty()
            ? ""
            : ",\"MD5OfMessageAttributes\":\"" + md5(sent.attributes) + "\"")
        + "}";
  }

  private static String jsonOf(Sent sent, List<String> names) {
    Map<String, String> asked = asked(sent, names);
    StringBuilder attributes = new StringBuilder();
    asked.forEach(
        (name, value) ->
            attributes
                .append(attributes.isEmpty() ? "\"" : ",\"")
                .append(name)
                .append("\":{\"DataType\":\"String\",\"StringValue\":\"")
                .append(value)
                .append("\"}"));
    return "{\"MessageId\":\""
        + sent.id
        + "\",\"ReceiptHandle\":\"r\",\"Body\":\""
        + sent.body
        + "\",\"MD5OfBody\":\""
        + md5(sent.body.getBytes(StandardCharsets.UTF_8))
        + "\""
        + (asked.isEmpty()
            ? ""
            : ",\"MD5OfMessageAttributes\":\""
                + md5(asked)
                + "\",\"MessageAttributes\":{"
                + attributes
                + "}")
        + "}";
  }

  private static String text(JsonNode node, String field) {
    return node.field(field).orElseThrow().asString();
  }

  private static Map<String, String> attributes(JsonNode request) {
    Map<String, String> attributes = new LinkedHashMap<>();
    request
        .field("MessageAttributes")
        .ifPresent(
            node ->
                node.asObject()
                    .forEach((name, value) -> attributes.put(name, text(value, "StringValue"))));
    return attributes;
  }

  private static Map<String, String> asked(Sent sent, List<String> names) {
    Map<String, String> asked = new TreeMap<>(sent.attributes);
    asked.keySet().removeIf(name -> !names.contains(name) && !names.contains("All"));
    return asked;
  }

  private static Map<String, String> parameters(String body) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String pair : body.split("&")) {
      int equals = pair.indexOf('=');
      parameters.put(
          URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
          URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
    }
    return parameters;
  }

  private String query(Map<String, String> request, String path) {
    String action = request.get("Action");
    String queue = last(request.getOrDefault("QueueUrl", path), '/');
    String result;
    switch (action) {
      case "SendMessage" -> {
        Sent sent =
            put(queue, request.get("MessageBody"), attributes(request, "MessageAttribute."));
        result = xmlOf(sent);
      }
      case "ReceiveMessage" -> {
        Sent next = of(queue).poll();
        result = next == null ? "" : xmlOf(next, request);
      }
      case "Publish" -> {
        String topic = last(request.getOrDefault("TopicArn", "phone"), ':');
        Sent sent =
            put(topic, request.get("Message"), attributes(request, "MessageAttributes.entry."));
        result = "<MessageId>" + sent.id + "</MessageId>";
      }
      default -> result = batch(request, action, queue);
    }
    return "<R><" + action + "Result>" + result + "</" + action + "Result></R>";
  }

  private String batch(Map<String, String> request, String action, String queue) {
    boolean ofTopic = action.equals("PublishBatch");
    String prefix =
        ofTopic ? "PublishBatchRequestEntries.member." : "SendMessageBatchRequestEntry.";
    String destination = ofTopic ? last(request.get("TopicArn"), ':') : queue;
    StringBuilder all = new StringBuilder(ofTopic ? "<Successful>" : "");
    for (int i = 1; request.containsKey(prefix + i + ".Id"); i++) {
      String entry = prefix + i + '.';
      Sent sent =
          put(
              destination,
              request.get(entry + (ofTopic ? "Message" : "MessageBody")),
              attributes(
                  request, entry + (ofTopic ? "MessageAttributes.entry." : "MessageAttribute.")));
      String tag = ofTopic ? "member" : "SendMessageBatchResultEntry";
      all.append("<" + tag + "><Id>" + request.get(entry + "Id") + "</Id>");
      all.append(xmlOf(sent)).append("</" + tag + ">");
    }
    return all + (ofTopic ? "</Successful>" : "");
  }

  private static String xmlOf(Sent sent) {
    return "<MessageId>"
        + sent.id
        + "</MessageId><MD5OfMessageBody>"
        + md5(sent.body.getBytes(StandardCharsets.UTF_8))
        + "</MD5OfMessageBody>"
        + (sent.attributes.isEmpty()
            ? ""
            : "<MD5OfMessageAttributes>" + md5(sent.attributes) + "</MD5OfMessageAttributes>");
  }

  private static String xmlOf(Sent sent, Map<String, String> request) {
    List<String> names = new ArrayList<>();
    for (int i = 1; request.containsKey("MessageAttributeName." + i); i++) {
      names.add(request.get("MessageAttributeName." + i));
    }
    Map<String, String> asked = asked(sent, names);
    StringBuilder all = new StringBuilder("<Message><MessageId>" + sent.id + "</MessageId>");
    all.append("<ReceiptHandle>r</ReceiptHandle><Body>" + sent.body + "</Body>");
    all.append("<MD5OfBody>" + md5(sent.body.getBytes(StandardCharsets.UTF_8)) + "</MD5OfBody>");
    if (!asked.isEmpty()) {
      all.append("<MD5OfMessageAttributes>" + md5(asked) + "</MD5OfMessageAttributes>");
    }
    asked.forEach(
        (name, value) ->
            all.append(
                "<MessageAttribute><Name>"
                    + name
                    + "</Name><Value><DataType>String</DataType><StringValue>"
                    + value
                    + "</StringValue></Value></MessageAttribute>"));
    return all + "</Message>";
  }

  private static Map<String, String> attributes(Map<String, String> request, String prefix) {
    Map<String, String> attributes = new LinkedHashMap<>();
    for (int i = 1; request.containsKey(prefix + i + ".Name"); i++) {
      attributes.put(
          request.get(prefix + i + ".Name"), request.get(prefix + i + ".Value.StringValue"));
    }
    return attributes;
  }

  /** Of attributes: names, types and values in order, each after its length. */
  private static String md5(Map<String, String> attributes) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    new TreeMap<>(attributes)
        .forEach(
            (name, value) -> {
              part(all, name);
              part(all, "String");
              all.write(1);
              part(all, value);
            });
    return md5(all.toByteArray());
  }

  private static void part(ByteArrayOutputStream all, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    all.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
    all.writeBytes(bytes);
  }

  private static String md5(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
