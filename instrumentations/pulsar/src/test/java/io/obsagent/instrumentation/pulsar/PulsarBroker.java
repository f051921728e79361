// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.pulsar;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.pulsar.client.api.PulsarClient;
import org.apache.pulsar.client.api.PulsarClientException;
import org.apache.pulsar.common.api.proto.BaseCommand;
import org.apache.pulsar.common.api.proto.CommandAck;
import org.apache.pulsar.common.api.proto.CommandLookupTopicResponse;
import org.apache.pulsar.common.api.proto.CommandMessage;
import org.apache.pulsar.common.api.proto.CommandPartitionedTopicMetadataResponse;
import org.apache.pulsar.common.api.proto.CommandSend;
import org.apache.pulsar.common.api.proto.CommandSubscribe;
import org.apache.pulsar.common.api.proto.MessageIdData;

/**
 * As much of a broker as these tests need, in Pulsar's binary protocol and by the client's own
 * classes of it: topics in memory (two partitions where the name has {@code parted} in it),
 * subscriptions with permits and acknowledgements. A broker of Pulsar's own is two hundred jars.
 */
final class PulsarBroker implements AutoCloseable {
  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final List<Socket> sockets = new ArrayList<>();
  private final Map<String, List<Entry>> topics = new HashMap<>();
  private final Map<String, Subscription> subscriptions = new HashMap<>();

  /** What a producer has sent at once: metadata and messages, which the broker does not look at. */
  private record Entry(byte[] bytes, int messages) {}

  PulsarBroker() throws IOException {
    start(this::accept);
  }

  String url() {
    return "pulsar://127.0.0.1:" + server.getLocalPort();
  }

  PulsarClient connect() throws PulsarClientException {
    return PulsarClient.builder().serviceUrl(url()).build();
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "pulsar-broker");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        socket.setTcpNoDelay(true);
        synchronized (this) {
          sockets.add(socket);
        }
        start(new Connection(socket));
      } catch (IOException closed) {
        // the loop ends
      }
    }
  }

  @Override
  public synchronized void close() {
    close(server);
    sockets.forEach(PulsarBroker::close);
  }

  private static void close(Closeable socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @param name consumers of several topics say it in full
   */
  private List<Entry> topic(String name) {
    String full = name.contains("://") ? name : "persistent://public/default/" + name;
    return topics.computeIfAbsent(full, key -> new ArrayList<>());
  }

  private static final class Subscription {
    private final List<Entry> topic;
    private final List<Subscriber> subscribers = new ArrayList<>();
    private final TreeMap<Integer, Subscriber> unacknowledged = new TreeMap<>();
    private final Map<Integer, Integer> redeliveries = new HashMap<>();
    private int next;

    Subscription(List<Entry> topic, int next) {
      this.topic = topic;
      this.next = next;
    }

    void deliver() {
      for (Subscriber subscriber : subscribers) {
        while (subscriber.permits > 0 && next < topic.size()) {
          unacknowledged.put(next, subscriber);
          subscriber.deliver(next, topic.get(next), 0);
          next++;
        }
      }
    }

    void acknowledge(CommandAck ack) {
      for (int i = 0; i < ack.getMessageIdsCount(); i++) {
        int entry = (int) ack.getMessageIdAt(i).getEntryId();
        if (ack.getAckType() == CommandAck.AckType.Cumulative) {
          unacknowledged.headMap(entry, true).clear();
        } else {
          unacknowledged.remove(entry);
        }
      }
    }

    void redeliver(List<MessageIdData> ids) {
      List<Integer> entries = new ArrayList<>();
      ids.forEach(id -> entries.add((int) id.getEntryId()));
      unacknowledged.forEach(
          (entry, subscriber) -> {
            if (entries.isEmpty() || entries.contains(entry)) {
              int times = redeliveries.merge(entry, 1, Integer::sum);
              subscriber.deliver(entry, topic.get(entry), times);
            }
          });
    }
  }

  private static final class Subscriber {
    private final Connection connection;
    private final long id;
    private final Subscription subscription;
    private int permits;

    Subscriber(Connection connection, long id, Subscription subscription) {
      this.connection = connection;
      this.id = id;
      this.subscription = subscription;
    }

    void deliver(int number, Entry entry, int redeliveries) {
      permits -= entry.messages;
      BaseCommand command = new BaseCommand().setType(BaseCommand.Type.MESSAGE);
      CommandMessage message = command.setMessage();
      message.setConsumerId(id).setRedeliveryCount(redeliveries);
      message.setMessageId().setLedgerId(1).setEntryId(number);
      connection.write(command, entry.bytes);
    }
  }

  private final class Connection implements Runnable {
    private static final int LARGEST = 5 * 1024 * 1024;

    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;
    private final Map<Long, String> producers = new HashMap<>();
    private final Map<Long, Subscriber> subscribers = new HashMap<>();

    Connection(Socket socket) throws IOException {
      this.socket = socket;
      in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
      out = new DataOutputStream(socket.getOutputStream());
    }

    @Override
    public void run() {
      try {
        while (true) {
          int size = in.readInt();
          byte[] bytes = in.readNBytes(in.readInt());
          byte[] payload = in.readNBytes(size - Integer.BYTES - bytes.length);
          BaseCommand command = new BaseCommand();
          command.parseFrom(bytes);
          synchronized (PulsarBroker.this) {
            handle(command, payload);
          }
        }
      } catch (IOException closed) {
        // the client has gone
      } finally {
        synchronized (PulsarBroker.this) {
          subscribers.values().forEach(each -> each.subscription.subscribers.remove(each));
        }
        close(socket);
      }
    }

    private void handle(BaseCommand command, byte[] payload) {
      switch (command.getType()) {
        case CONNECT -> {
          BaseCommand answer = new BaseCommand().setType(BaseCommand.Type.CONNECTED);
          answer
              .setConnected()
              .setServerVersion("test")
              .setProtocolVersion(command.getConnect().getProtocolVersion())
              .setMaxMessageSize(LARGEST);
          write(answer, new byte[0]);
        }
        case PING -> {
          BaseCommand answer = new BaseCommand().setType(BaseCommand.Type.PONG);
          answer.setPong();
          write(answer, new byte[0]);
        }
        case PARTITIONED_METADATA -> partitions(command);
        case LOOKUP -> lookup(command);
        case PRODUCER -> {
          producers.put(command.getProducer().getProducerId(), command.getProducer().getTopic());
          BaseCommand answer = new BaseCommand().setType(BaseCommand.Type.PRODUCER_SUCCESS);
          answer
              .setProducerSuccess()
              .setRequestId(command.getProducer().getRequestId())
              .setProducerName("producer-" + command.getProducer().getProducerId())
              .setSchemaVersion(new byte[0]);
          write(answer, new byte[0]);
        }
        case GET_OR_CREATE_SCHEMA -> {
          BaseCommand answer =
              new BaseCommand().setType(BaseCommand.Type.GET_OR_CREATE_SCHEMA_RESPONSE);
          answer
              .setGetOrCreateSchemaResponse()
              .setRequestId(command.getGetOrCreateSchema().getRequestId())
              .setSchemaVersion(new byte[0]);
          write(answer, new byte[0]);
        }
        case SEND -> send(command.getSend(), payload);
        case SUBSCRIBE -> subscribe(command.getSubscribe());
        case FLOW -> {
          Subscriber subscriber = subscribers.get(command.getFlow().getConsumerId());
          subscriber.permits += command.getFlow().getMessagePermits();
          subscriber.subscription.deliver();
        }
        case ACK -> acknowledge(command.getAck());
        case REDELIVER_UNACKNOWLEDGED_MESSAGES ->
            subscribers
                .get(command.getRedeliverUnacknowledgedMessages().getConsumerId())
                .subscription
                .redeliver(command.getRedeliverUnacknowledgedMessages().getMessageIdsList());
        case GET_LAST_MESSAGE_ID -> {
          BaseCommand answer =
              new BaseCommand().setType(BaseCommand.Type.GET_LAST_MESSAGE_ID_RESPONSE);
          Subscriber subscriber = subscribers.get(command.getGetLastMessageId().getConsumerId());
          answer
              .setGetLastMessageIdResponse()
              .setRequestId(command.getGetLastMessageId().getRequestId())
              .setLastMessageId()
              .setLedgerId(1)
              .setEntryId(subscriber.subscription.topic.size() - 1);
          write(answer, new byte[0]);
        }
        case CLOSE_CONSUMER -> {
          leave(command.getCloseConsumer().getConsumerId());
          succeed(command.getCloseConsumer().getRequestId());
        }
        case UNSUBSCRIBE -> {
          leave(command.getUnsubscribe().getConsumerId());
          succeed(command.getUnsubscribe().getRequestId());
        }
        case CLOSE_PRODUCER -> succeed(command.getCloseProducer().getRequestId());
        default -> throw new IllegalArgumentException("" + command.getType());
      }
    }

    private void partitions(BaseCommand command) {
      boolean parted = command.getPartitionMetadata().getTopic().contains("parted");
      BaseCommand answer =
          new BaseCommand().setType(BaseCommand.Type.PARTITIONED_METADATA_RESPONSE);
      answer
          .setPartitionMetadataResponse()
          .setRequestId(command.getPartitionMetadata().getRequestId())
          .setResponse(CommandPartitionedTopicMetadataResponse.LookupType.Success)
          .setPartitions(parted ? 2 : 0);
      write(answer, new byte[0]);
    }

    private void lookup(BaseCommand command) {
      BaseCommand answer = new BaseCommand().setType(BaseCommand.Type.LOOKUP_RESPONSE);
      answer
          .setLookupTopicResponse()
          .setRequestId(command.getLookupTopic().getRequestId())
          .setResponse(CommandLookupTopicResponse.LookupType.Connect)
          .setBrokerServiceUrl(url())
          .setAuthoritative(true);
      write(answer, new byte[0]);
    }

    private void send(CommandSend send, byte[] payload) {
      String name = producers.get(send.getProducerId());
      List<Entry> topic = topic(name);
      topic.add(new Entry(payload, send.getNumMessages()));
      BaseCommand answer = new BaseCommand().setType(BaseCommand.Type.SEND_RECEIPT);
      answer
          .setSendReceipt()
          .setProducerId(send.getProducerId())
          .setSequenceId(send.getSequenceId())
          .setHighestSequenceId(send.getHighestSequenceId())
          .setMessageId()
          .setLedgerId(1)
          .setEntryId(topic.size() - 1);
      write(answer, new byte[0]);
      subscriptions.values().stream()
          .filter(each -> each.topic == topic)
          .forEach(Subscription::deliver);
    }

    private void subscribe(CommandSubscribe subscribe) {
      List<Entry> topic = topic(subscribe.getTopic());
      boolean earliest =
          subscribe.hasStartMessageId()
              || subscribe.getInitialPosition() == CommandSubscribe.InitialPosition.Earliest;
      Subscription subscription =
          subscriptions.computeIfAbsent(
              subscribe.getTopic() + " " + subscribe.getSubscription(),
              key -> new Subscription(topic, earliest ? 0 : topic.size()));
      Subscriber subscriber = new Subscriber(this, subscribe.getConsumerId(), subscription);
      subscription.subscribers.add(subscriber);
      subscribers.put(subscribe.getConsumerId(), subscriber);
      succeed(subscribe.getRequestId());
    }

    private void acknowledge(CommandAck ack) {
      subscribers.get(ack.getConsumerId()).subscription.acknowledge(ack);
      if (ack.hasRequestId()) {
        BaseCommand answer = new BaseCommand().setType(BaseCommand.Type.ACK_RESPONSE);
        answer.setAckResponse().setConsumerId(ack.getConsumerId()).setRequestId(ack.getRequestId());
        write(answer, new byte[0]);
      }
    }

    private void leave(long consumer) {
      Subscriber subscriber = subscribers.remove(consumer);
      if (subscriber != null) {
        subscriber.subscription.subscribers.remove(subscriber);
      }
    }

    private void succeed(long request) {
      BaseCommand answer = new BaseCommand().setType(BaseCommand.Type.SUCCESS);
      answer.setSuccess().setRequestId(request);
      write(answer, new byte[0]);
    }

    void write(BaseCommand command, byte[] payload) {
      try {
        byte[] bytes = command.toByteArray();
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(frame);
        data.writeInt(Integer.BYTES + bytes.length + payload.length);
        data.writeInt(bytes.length);
        data.write(bytes);
        data.write(payload);
        out.write(frame.toByteArray());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
