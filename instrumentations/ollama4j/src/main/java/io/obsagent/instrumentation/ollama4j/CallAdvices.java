// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.ollama4j;

import io.obsagent.instrumentation.shared.genai.ErrorStatus;
import io.obsagent.instrumentation.shared.genai.ModelCall;
import io.obsagent.instrumentation.shared.genai.NewerGetter;
import io.obsagent.spi.advice.Argument;
import io.obsagent.spi.advice.OnEnter;
import io.obsagent.spi.advice.OnExit;
import io.obsagent.spi.advice.Return;
import io.obsagent.spi.advice.This;
import io.obsagent.spi.advice.Thrown;
import io.obsagent.spi.advice.Token;
import io.obsagent.spi.telemetry.GenAiOperation;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Advice for what sends a request and reads its answer line by line. */
final class CallAdvices {
  private CallAdvices() {}

  /** A call, whether its answer comes whole or the application is given the parts meanwhile. */
  static final class Send {
    @OnEnter
    static @Nullable Call enter(@This Object caller, @Argument(0) Object body) {
      boolean streamed = Requests.isStreamed(body);
      return Call.of(Requests.begin(caller, body, streamed), caller, streamed);
    }

    @OnExit
    static void exit(@Token @Nullable Call call, @Thrown @Nullable Throwable thrown) {
      if (call != null) {
        call.end(thrown);
      }
    }
  }

  /** A line of an answer has come. */
  static final class Line {
    @OnEnter
    static void enter() {
      Call call = Call.current();
      if (call != null) {
        call.chunk();
      }
    }
  }

  /** A line of an answer, read. */
  static final class Part {
    @OnEnter
    static Object enter(@This Object part) {
      return part;
    }

    @OnExit
    static void exit(@Token @Nullable Object part, @Return boolean last) {
      Call call = part == null ? null : Call.current();
      if (call != null) {
        call.part(part, last);
      }
    }
  }

  /** A thread is asked for. */
  static final class Later {
    @OnEnter
    static void enter(@This Object client, @Argument(0) @Nullable String model) {
      Requests.mayBegin(client, model);
    }
  }

  /** A call by a thread of its own, which keeps what it is thrown to itself. */
  static final class Run {
    private static final NewerGetter REQUEST = new NewerGetter("getOllamaRequestModel");
    private static final NewerGetter SUCCEEDED = new NewerGetter("isSucceeded");
    private static final NewerGetter STATUS = new NewerGetter("getHttpStatusCode");

    @OnEnter
    static @Nullable Call enter(@This Object streamer) {
      Object body = REQUEST.of(streamer);
      return body == null ? null : Call.of(Requests.beginLater(body), streamer, true);
    }

    @OnExit
    static void exit(@Token @Nullable Call call, @Thrown @Nullable Throwable thrown) {
      if (call != null) {
        call.end(thrown == null ? failure(call) : thrown);
      }
    }

    private static @Nullable Throwable failure(Call call) {
      if (Boolean.TRUE.equals(SUCCEEDED.of(call.owner()))) {
        return null;
      }
      int status = (int) STATUS.count(call.owner());
      ErrorStatus refused = ErrorStatus.of(status);
      if (refused != null) {
        call.operation().refused(status, null);
        return refused;
      }
      return new IOException("the answer has not come whole");
    }
  }

  /** Embeddings. */
  static final class Embed {
    @OnEnter
    static @Nullable GenAiOperation enter(@This Object client, @Argument(0) Object body) {
      return Requests.embeddings(client, body);
    }

    @OnExit
    static @Nullable Object exit(
        @Token @Nullable GenAiOperation operation,
        @Return @Nullable Object answer,
        @Thrown @Nullable Throwable thrown) {
      return ModelCall.returned(operation, answer, thrown, Call.READER, (call, whole) -> null);
    }
  }
}
