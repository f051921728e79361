// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.genai;

import io.obsagent.spi.telemetry.GenAiOperation;
import java.lang.reflect.Method;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A response whose answer the application parses when it wants to, of libraries that one generator
 * has written, each with interfaces of its own; so both stand behind proxies.
 *
 * <pre>
 * response ─ parse ─► answer           ends the operation, as does close
 *          └ parse ─► stream ─ stream ─► chunks    end it with the last, with a failure, or close
 * </pre>
 */
public final class ParsedResponse extends StandIn {
  private static final NewerGetter STATUS = new NewerGetter("statusCode");

  private final Object response;
  private final Class<?> streams;
  private final GenAiOperation operation;
  private final AnswerReader<Object> reader;
  private @Nullable Object answer;

  private ParsedResponse(
      Object response, Class<?> streams, GenAiOperation operation, AnswerReader<Object> reader) {
    super(response);
    this.response = response;
    this.streams = streams;
    this.operation = operation;
    this.reader = reader;
  }

  /**
   * What stands for a response. Forgotten, it ends the operation.
   *
   * @param type the library's interface of responses: {@code parse}, {@code statusCode}, {@code
   *     close}
   * @param streams its interface of answers in a stream: {@code stream}, {@code close}
   */
  public static Object of(
      Class<?> type,
      Class<?> streams,
      Object response,
      GenAiOperation operation,
      AnswerReader<Object> reader) {
    Object proxy = new ParsedResponse(response, streams, operation, reader).as(type);
    operation.endWhenCollected(proxy);
    return proxy;
  }

  @Override
  protected @Nullable Object instead(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    return switch (method.getName()) {
      case "parse" -> parse(proxy, method);
      case "close" -> {
        try {
          yield pass(method, arguments);
        } finally {
          closed();
        }
      }
      default -> pass(method, arguments);
    };
  }

  private @Nullable Object parse(Object proxy, Method method) throws Throwable {
    Object parsed;
    try {
      parsed = pass(method, null);
    } catch (Throwable failure) {
      reader.fail(operation, failure);
      throw failure;
    }
    return parsed == null ? null : told(parsed, proxy);
  }

  /** A response may be parsed again; it then gives the same answer. */
  private synchronized Object told(Object parsed, Object proxy) {
    Object known = answer;
    if (known == null) {
      if (streams.isInstance(parsed)) {
        known = new Streamed(parsed, operation, reader, proxy).as(streams);
      } else {
        reader.end(operation, parsed);
        known = parsed;
      }
      answer = known;
    }
    return known;
  }

  /** An error that the application reads itself is one all the same. */
  private void closed() {
    try {
      int status = STATUS.of(response) instanceof Integer told ? told : -1;
      ErrorStatus error = operation.ended() ? null : ErrorStatus.of(status);
      if (error != null) {
        operation.refused(status, null);
      }
      operation.end(error);
    } catch (Throwable e) {
      reader.guard().caught(e);
    }
  }

  /** An answer in a stream. */
  private static final class Streamed extends StandIn {
    private final GenAiOperation operation;
    private final AnswerReader<Object> reader;

    /** What {@link GenAiOperation#endWhenCollected} watches. */
    private final Object owner;

    Streamed(Object stream, GenAiOperation operation, AnswerReader<Object> reader, Object owner) {
      super(stream);
      this.operation = operation;
      this.reader = reader;
      this.owner = owner;
    }

    @Override
    protected @Nullable Object instead(Object proxy, Method method, Object @Nullable [] arguments)
        throws Throwable {
      return switch (method.getName()) {
        case "stream" -> chunks((Stream<?>) pass(method, arguments));
        case "close" -> {
          try {
            yield pass(method, arguments);
          } finally {
            reader.leave(operation);
          }
        }
        default -> pass(method, arguments);
      };
    }

    private <C> @Nullable Stream<C> chunks(@Nullable Stream<C> chunks) {
      return chunks == null ? null : PulledChunks.of(chunks, operation, reader, owner);
    }
  }
}
