// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.ktor;

import io.ktor.http.ContentType;
import io.ktor.http.HttpStatusCode;
import io.ktor.server.application.ApplicationCall;
import io.ktor.server.request.ApplicationReceiveFunctionsKt;
import io.ktor.server.response.ApplicationResponseFunctionsJvmKt;
import io.ktor.server.response.ApplicationResponseFunctionsKt;
import io.obsagent.testing.HttpServerApplication.Call;
import io.obsagent.testing.HttpServerApplication.Work;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import kotlin.ResultKt;
import kotlin.Unit;
import kotlin.coroutines.Continuation;
import kotlin.coroutines.EmptyCoroutineContext;
import kotlin.coroutines.intrinsics.IntrinsicsKt;
import kotlin.jvm.functions.Function1;
import kotlinx.coroutines.BuildersKt;
import org.jspecify.annotations.Nullable;

/**
 * A request to a route, in a handler that suspends where Ktor does, or where the kit's application
 * goes on elsewhere. One that answers at once hands Ktor its own continuation, as Kotlin's compiler
 * does with a last call.
 */
final class KtorCall implements Call {
  private final ApplicationCall call;
  private final Continuation<Unit> continuation;

  /** What the handler answers to Ktor. */
  private @Nullable Object result = Unit.INSTANCE;

  private @Nullable CompletableFuture<@Nullable Throwable> streamed;

  private KtorCall(ApplicationCall call, Continuation<Unit> continuation) {
    this.call = call;
    this.continuation = continuation;
  }

  static @Nullable Object handle(ApplicationCall call, Work work, Continuation<Unit> continuation)
      throws Exception {
    KtorCall own = new KtorCall(call, continuation);
    own.serve(work);
    return own.result;
  }

  private void serve(Work work) throws Exception {
    try {
      work.serve(this);
    } catch (Throwable e) {
      if (streamed == null) {
        throw e;
      }
      streamed.complete(e); // fails what streams
    }
  }

  @Override
  public byte[] body() throws Exception {
    Object body =
        BuildersKt.runBlocking(
            EmptyCoroutineContext.INSTANCE,
            (scope, completion) -> ApplicationReceiveFunctionsKt.receiveText(call, completion));
    return body.toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void setHeader(String name, String value) {
    call.getResponse().getHeaders().append(name, value, true);
  }

  @Override
  public void answer(int status, String body) {
    Function1<Object, Unit> unchanged = content -> Unit.INSTANCE;
    result =
        ApplicationResponseFunctionsKt.respondText(
            call, body, plain(), code(status), (Function1) unchanged, continuation);
  }

  @Override
  public OutputStream stream(int status) {
    CompletableFuture<OutputStream> opened = new CompletableFuture<>();
    CompletableFuture<@Nullable Throwable> end = new CompletableFuture<>();
    streamed = end;
    result = IntrinsicsKt.getCOROUTINE_SUSPENDED();
    goOn(
        () ->
            ApplicationResponseFunctionsJvmKt.respondOutputStream(
                call,
                plain(),
                code(status),
                (out, completion) -> {
                  opened.complete(out);
                  Throwable failure = end.join();
                  if (failure != null) {
                    KtorCall.<RuntimeException>rethrow(failure);
                  }
                  return Unit.INSTANCE;
                },
                continuation));
    return new FilterOutputStream(opened.join()) {
      @Override
      public void write(byte[] bytes) throws IOException {
        out.write(bytes);
      }

      @Override
      public void close() throws IOException {
        out.flush();
        end.complete(null);
      }
    };
  }

  @Override
  public void later(Work work) {
    result = IntrinsicsKt.getCOROUTINE_SUSPENDED();
    KtorCall later = new KtorCall(call, continuation);
    goOn(
        () -> {
          later.serve(work);
          return later.result;
        });
  }

  private interface Suspending {
    @Nullable Object call() throws Exception;
  }

  /** Elsewhere; the handler is resumed with what does not suspend itself. */
  private void goOn(Suspending work) {
    Thread thread =
        new Thread(
            () -> {
              Object value;
              try {
                value = work.call();
              } catch (Throwable e) {
                value = ResultKt.createFailure(e);
              }
              if (value != IntrinsicsKt.getCOROUTINE_SUSPENDED()) {
                IntrinsicsKt.intercepted(continuation).resumeWith(value);
              }
            });
    thread.setDaemon(true); // one that streams to nobody may wait for ever
    thread.start();
  }

  private static HttpStatusCode code(int status) {
    return HttpStatusCode.Companion.fromValue(status);
  }

  private static ContentType plain() {
    return ContentType.Text.INSTANCE.getPlain();
  }

  @SuppressWarnings("unchecked") // thrown as it is
  private static <E extends Throwable> void rethrow(Throwable failure) throws E {
    throw (E) failure;
  }
}
