// SPDX-License-Identifier: Apache-2.0
package io.obsagent.testing;

import io.obsagent.core.operation.CoreTelemetry;
import io.obsagent.spi.config.Config;
import io.obsagent.spi.config.Option;
import io.obsagent.spi.export.ExporterFactory;
import io.obsagent.spi.export.FinishedSpan;
import io.obsagent.spi.export.SpanExporter;
import io.obsagent.spi.telemetry.HeaderSetter;
import io.obsagent.spi.telemetry.MessageTarget;
import io.obsagent.spi.telemetry.MessagingOperation;
import io.obsagent.spi.telemetry.Telemetry;
import io.obsagent.testing.exporter.TestExporterFactory;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.junit.jupiter.api.Nested;

/** The kit, with a broker of a few lines, whose clients call the agent as advice would. */
class MessagingKitTest {
  @Nested
  class InMemory extends Broker {}

  abstract static class Broker extends MessagingKit {
    private final Map<String, Queue<Message>> queues = new ConcurrentHashMap<>();

    /** Before any test asks for the agent: an instance is there before it. */
    Broker() {
      InProcessAgent.start();
    }

    @Override
    protected String system() {
      return "memory";
    }

    @Override
    protected void create(String destination) {
      queues.put(destination, new ConcurrentLinkedQueue<>());
    }

    @Override
    protected void send(String destination, Message message) {
      Map<String, String> headers = new HashMap<>(message.headers());
      MessagingOperation operation = MessagingOperation.startSend(target(destination), 1);
      operation.attach();
      operation.inject(headers, Headers.INSTANCE);
      queues.get(destination).add(new Message(message.body(), headers));
      operation.finish(null);
    }

    @Override
    protected void process(String destination, Consumer<Message> handler) {
      Message message = queues.get(destination).remove();
      run(
          MessagingOperation.startProcess(
              target(destination),
              MessagingOperation.relation(),
              Headers.INSTANCE,
              message.headers()),
          () -> handler.accept(message));
    }

    @Override
    protected boolean batches() {
      return true;
    }

    @Override
    protected void processBatch(String destination, int messages, Consumer<List<Message>> handler) {
      List<Message> batch = new ArrayList<>();
      for (int i = 0; i < messages; i++) {
        batch.add(queues.get(destination).remove());
      }
      run(
          MessagingOperation.startProcessBatch(
              target(destination), Headers.INSTANCE, batch.stream().map(Message::headers).toList()),
          () -> handler.accept(batch));
    }

    private static void run(MessagingOperation operation, Runnable handler) {
      operation.attach();
      Throwable thrown = null;
      try {
        handler.run();
      } catch (RuntimeException e) {
        thrown = e; // as a library that would try again
      } finally {
        operation.finish(thrown);
      }
    }

    private static MessageTarget target(String destination) {
      return new MessageTarget("memory", destination, null, null, -1);
    }
  }

  private enum Headers
      implements HeaderSetter<Map<String, String>>, TextMapGetter<Map<String, String>> {
    INSTANCE;

    @Override
    public void set(Map<String, String> carrier, String name, String value) {
      carrier.put(name, value);
    }

    @Override
    public void remove(Map<String, String> carrier, String name) {
      carrier.remove(name);
    }

    @Override
    public Iterable<String> keys(Map<String, String> carrier) {
      return carrier.keySet();
    }

    @Override
    public String get(Map<String, String> carrier, String name) {
      return carrier.get(name);
    }
  }

  /** The agent's telemetry in the tests' own class loader, where nothing has to be woven. */
  private static final class InProcessAgent {
    private static SpanExporter exporter;

    private InProcessAgent() {}

    static synchronized void start() {
      if (exporter == null) {
        CoreTelemetry telemetry =
            new CoreTelemetry(Defaults.INSTANCE, span -> exportOne(exporter, span));
        Telemetry.install(telemetry);
        exporter =
            new TestExporterFactory()
                .create(
                    new ExporterFactory.Environment(
                        Defaults.INSTANCE, Map.of(), telemetry.metrics()));
      }
    }

    private static void exportOne(SpanExporter exporter, FinishedSpan span) {
      try {
        exporter.export(List.of(span));
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }

  private enum Defaults implements Config {
    INSTANCE;

    @Override
    public <T> T get(Option<T> option) {
      return option.parser().apply(option.defaultText());
    }

    @Override
    public <T> void onChange(Option<T> option, Consumer<T> listener) {
      // Nothing ever changes.
    }
  }
}
