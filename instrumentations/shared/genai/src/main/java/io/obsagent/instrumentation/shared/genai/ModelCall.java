// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.shared.genai;

import io.obsagent.spi.advice.Refusal;
import io.obsagent.spi.telemetry.GenAiContent;
import io.obsagent.spi.telemetry.GenAiOperation;
import io.obsagent.spi.telemetry.GenAiRequest;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The entry and the exit of a library's method that calls a model. */
public final class ModelCall {
  private ModelCall() {}

  /** Starts the call and makes it current, until {@link #returned}. */
  public static @Nullable GenAiOperation begin(GenAiRequest request) {
    GenAiOperation operation = GenAiOperation.start(request);
    if (operation != null) {
      operation.attach();
    }
    return operation;
  }

  /**
   * The same, where the user may want the call refused as a budget is spent: by default never.
   *
   * @param exception of the library, which the application gets instead of an answer
   */
  public static @Nullable GenAiOperation begin(
      GenAiRequest request, Function<String, ? extends Throwable> exception) {
    refuse(request, exception);
    return begin(request);
  }

  /**
   * Refuses a call that begins elsewhere, as in a thread that a method starts.
   *
   * @param exception of the library, which the application gets from the method that is called
   */
  public static void refuse(GenAiRequest request, Function<String, ? extends Throwable> exception) {
    Throwable refused = refused(request, exception);
    if (refused != null) {
      throw new Refusal(refused);
    }
  }

  /**
   * The same of a call that does not begin with its method, as one of Reactor's.
   *
   * @param exception of the library
   * @return what the application gets in place of the answer; null for a call that is to be made
   */
  public static <E extends Throwable> @Nullable E refused(
      GenAiRequest request, Function<String, E> exception) {
    String reason = GenAiOperation.refusal(request.mayBeRefused());
    if (reason == null) {
      return null;
    }
    E refused = exception.apply(reason);
    GenAiOperation operation = GenAiOperation.start(request);
    if (operation != null) {
      operation.refused(-1, "budget_spent");
      operation.end(refused);
    }
    return refused;
  }

  /**
   * The same, of a request that says something.
   *
   * @param said tells what the request says, where that is asked for
   */
  public static @Nullable GenAiOperation begin(
      GenAiRequest request,
      Object asked,
      AnswerReader<?> reader,
      BiConsumer<GenAiContent, Object> said) {
    return say(begin(request), asked, reader, said);
  }

  /**
   * The same, of a request that says something and may be refused.
   *
   * @param exception of the library, which the application gets instead of an answer
   * @param said tells what the request says, where that is asked for
   */
  public static @Nullable GenAiOperation begin(
      GenAiRequest request,
      Function<String, ? extends Throwable> exception,
      Object asked,
      AnswerReader<?> reader,
      BiConsumer<GenAiContent, Object> said) {
    return say(begin(request, exception), asked, reader, said);
  }

  private static @Nullable GenAiOperation say(
      @Nullable GenAiOperation operation,
      Object asked,
      AnswerReader<?> reader,
      BiConsumer<GenAiContent, Object> said) {
    GenAiContent content = operation == null ? null : operation.content();
    if (content != null) {
      try {
        said.accept(content, asked);
      } catch (Throwable e) {
        reader.guard().caught(e);
      }
    }
    return operation;
  }

  /**
   * The method returns, or throws: what it gives is watched, now or when a future has it.
   *
   * @param reader of the module; reads answers, too, that {@code watch} gives back as they are
   * @param watch takes an answer, and gives what stands for it and goes on with the operation, or
   *     null for a whole answer, which ends it
   * @return what the application gets
   */
  @SuppressWarnings("unchecked") // what stands for an answer is of its type
  public static @Nullable Object returned(
      @Nullable GenAiOperation operation,
      @Nullable Object returned,
      @Nullable Throwable thrown,
      AnswerReader<Object> reader,
      BiFunction<GenAiOperation, Object, @Nullable Object> watch) {
    if (operation == null) {
      return returned;
    }
    operation.detach();
    if (thrown != null) {
      reader.fail(operation, thrown);
      return returned;
    }
    if (returned instanceof CompletableFuture<?> future) {
      return TracedFuture.of(
          (CompletableFuture<Object>) future,
          operation,
          reader,
          answer -> watched(operation, answer, reader, watch));
    }
    if (returned == null) {
      operation.end(null);
      return null;
    }
    return watched(operation, returned, reader, watch);
  }

  private static Object watched(
      GenAiOperation operation,
      Object answer,
      AnswerReader<Object> reader,
      BiFunction<GenAiOperation, Object, @Nullable Object> watch) {
    Object standing = watch.apply(operation, answer);
    if (standing == null) {
      reader.end(operation, answer);
      return answer;
    }
    return standing;
  }
}
